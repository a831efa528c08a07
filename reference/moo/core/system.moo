// #0: what the daemon calls. Everything that happens to players is also appended to `watched`, for
// tests to look at.
object #0 #-1 #2 #-1 "r" "System Object"
property root #2 "r" #1
property player #2 "r" #3
property room #2 "r" #4
property start #2 "r" #10
property thing #2 "r" #5
property watched #2 "r" {}
property welcome #2 "r" {"Welcome to Drydock, a small place to try things in.", "connect NAME [PASSWORD], or create NAME PASSWORD."}

verb "do_login_command" #2 "rxd" this none this
  "Gives the player that the words name, or 0. `crash` and `ghost` go wrong on purpose.";
  word = args ? args[1] | "";
  if (word == "connect" && length(args) >= 2)
    for who in (players())
      if (who.name == args[2])
        if (who.password == "" || equal(who.password, length(args) > 2 ? args[3] | ""))
          return who;
        endif
      endif
    endfor
    notify(player, "Either there is no such player, or the password is another.");
  elseif (word == "create" && length(args) == 3)
    return this:new_player(args[2], args[3]);
  elseif (word == "echo")
    notify(player, toliteral(args));
    notify(player, argstr);
  elseif (word == "crash")
    raise(E_INVARG, "the login crashed, as it was asked to");
  elseif (word == "ghost")
    return $thing;
  else
    for line in (this.welcome)
      notify(player, line);
    endfor
  endif
  return 0;
.
verb "new_player" #2 "rxd" this none this
  {name, password} = args;
  if (caller != this)
    raise(E_PERM);
  endif
  for who in (players())
    if (who.name == name)
      notify(player, "That name is taken.");
      return 0;
    endif
  endfor
  who = create($player);
  who.owner = who;
  who.name = name;
  who.password = password;
  set_player_flag(who, 1);
  move(who, $start);
  return who;
.
verb "user_connected user_reconnected user_created user_disconnected user_client_disconnected" #2 "rxd" this none this
  this:remember(verb, args);
  who = args[1];
  if (valid(who) && is_player(who))
    what = ["user_connected" -> " has connected.", "user_reconnected" -> " is back.", "user_created" -> " is new here."];
    text = maphaskey(what, verb) ? what[verb] | " has disconnected.";
    who.location:announce(who, who.name + text);
    if (maphaskey(what, verb))
      notify(who, "*** " + verb + " ***");
      who:look_around();
    endif
  endif
.
verb "remember" #2 "rxd" this none this
  if (caller == this)
    this.watched = {@this.watched, args};
    if (length(this.watched) > 100)
      this.watched = this.watched[$ - 99..$];
    endif
  endif
.
verb "watch" #2 "rxd" this none this
  return this.watched;
.
verb "forget" #2 "rxd" this none this
  this.watched = {};
.
verb "do_out_of_band_command" #2 "rxd" this none this
  this:remember(verb, {args, argstr});
  notify(player, "out of band: " + toliteral(args));
  return {args, argstr};
.
verb "server_started" #2 "rxd" this none this
  this:remember(verb, args);
.
verb "invoke_echo_handler" #2 "rxd" this none this
  return {"echo", player, @args};
.
verb "tell_twice" #2 "rxd" this none this
  "For whoever calls system verbs: two lines, and the arguments back.";
  notify(player, "first");
  notify(player, "second");
  return args;
.

object #1 #-1 #2 #-1 "rf" "Root"
property description #2 "rc" ""
property aliases #2 "rc" {}
verb "value" #2 "rxd" this none this
  "Whatever it is given.";
  return length(args) == 1 ? args[1] | args;
.
verb "describe" #2 "rxd" this none this
  return {this.name, this.description || "There is nothing special about it."};
.
verb "announce" #2 "rxd" this none this
  "Tells everybody in this place but the first argument.";
  {but, @lines} = args;
  for who in (this.contents)
    if (who != but && is_player(who))
      for line in (lines)
        notify(who, line);
      endfor
    endif
  endfor
.
