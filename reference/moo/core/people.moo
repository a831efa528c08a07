// #2, #3: players, and all that they can type.
object #2 #1 #2 #-1 "pgW" "Wizard"

object #3 #1 #2 #-1 "f" "Generic Player"
property password #2 "" ""

verb "l*ook" #2 "rxd" any any any
  if (!argstr)
    return player:look_around();
  endif
  what = valid(dobj) ? dobj | iobj;
  if (!valid(what))
    notify(player, "I see no \"" + argstr + "\" here.");
    return;
  endif
  for line in (what:describe())
    notify(player, line);
  endfor
.
verb "look_around" #2 "rxd" this none this
  here = this.location;
  if (valid(here))
    for line in (here:describe())
      notify(this, line);
    endfor
  endif
.
verb "say" #2 "rxd" any any any
  notify(player, "You say, \"" + argstr + "\"");
  player.location:announce(player, player.name + " says, \"" + argstr + "\"");
.
verb "emote" #2 "rxd" any any any
  player.location:announce(#-1, player.name + " " + argstr);
.
verb "get take" #2 "rxd" any none none
  if (!valid(dobj) || is_player(dobj) || dobj.location != player.location)
    notify(player, "There is no such thing to take.");
  else
    move(dobj, player);
    notify(player, "Taken.");
    player.location:announce(player, player.name + " takes " + dobj.name + ".");
  endif
.
verb "drop" #2 "rxd" any none none
  if (!valid(dobj) || dobj.location != player)
    notify(player, "You have no such thing.");
  else
    move(dobj, player.location);
    notify(player, "Dropped.");
    player.location:announce(player, player.name + " drops " + dobj.name + ".");
  endif
.
verb "i*nventory" #2 "rxd" none none none
  for thing in (player.contents)
    notify(player, thing.name);
  endfor
  player.contents || notify(player, "You carry nothing.");
.
verb "go north south up down" #2 "rxd" any any any
  way = verb == "go" ? argstr | verb;
  here = player.location;
  if (!maphaskey(here.exits, way))
    notify(player, "There is no way there.");
    return;
  endif
  here:announce(player, player.name + " goes " + way + ".");
  move(player, here.exits[way]);
  player.location:announce(player, player.name + " comes in.");
  player:look_around();
.
verb "who" #2 "rxd" none none none
  for who in (connected_players())
    notify(player, tostr(who.name, " (", who, ") connected ", connected_seconds(who), " s, idle ", idle_seconds(who), " s"));
  endfor
.
verb "quit" #2 "rxd" none none none
  notify(player, "Goodbye.");
  boot_player(player);
.
verb "eval" #2 "rxd" any any any
  set_task_perms(player);
  if (!player.programmer)
    notify(player, "You may not program.");
    return;
  endif
  {good, result} = eval(argstr);
  if (good)
    notify(player, "=> " + toliteral(result));
  else
    for line in (result)
      notify(player, line);
    endfor
  endif
.
