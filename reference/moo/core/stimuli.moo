// Verbs of #3 that make a daemon do what tests want to see. With words typed, or as methods with
// values.
verb "lines" #2 "rxd" any any any
  "lines N [TEXT]: N lines of output.";
  for i in [1..toint(args[1])]
    notify(player, tostr(length(args) > 1 ? args[2] | "line", " ", i));
  endfor
.
verb "prompt" #2 "rxd" any any any
  "prompt [TEXT]: asks for a line and shows it.";
  notify(player, argstr || "What?");
  answer = argstr ? read(player, ['prompt -> argstr]) | read(player);
  notify(player, "You answered " + toliteral(answer) + ".");
  return answer;
.
verb "nap" #2 "rxd" any any any
  "nap SECONDS: sleeps, and says so before and after.";
  notify(player, "You fall asleep.");
  suspend(tofloat(args[1]));
  notify(player, "You wake up.");
  return args[1];
.
verb "oops" #2 "rxd" any any any
  "oops [TEXT]: an error that nobody catches.";
  notify(player, "About to fail.");
  raise(E_INVARG, argstr || "oops");
.
verb "riddle" #2 "rxd" none none none
  "A value that cannot be sent.";
  return <lambda>;
.
verb "spin" #2 "rxd" any any any
  "Runs until it may not.";
  notify(player, "Round and round.");
  while (1)
  endwhile
.
verb "echo" #2 "rxd" any any any
  "echo WORDS: sent to a worker and back.";
  result = worker_request("echo", args);
  notify(player, toliteral(result));
  return result;
.
verb "work" #2 "rxd" any any any
  "work TYPE SECONDS WORDS: a worker of that type has that long to answer.";
  {type, seconds, @rest} = args;
  result = worker_request(type, rest, ['timeout_seconds -> tofloat(seconds)]);
  notify(player, toliteral(result));
  return result;
.
verb "workers tasks listeners options" #2 "rxd" none none none
  if (verb == "workers")
    rows = workers();
  elseif (verb == "tasks")
    rows = queued_tasks();
  elseif (verb == "listeners")
    rows = listeners();
  else
    rows = connection_options(player);
  endif
  notify(player, toliteral(rows));
  return rows;
.
verb "kill" #2 "rxd" any any any
  "kill TASK: yours, or any if you are a wizard.";
  set_task_perms(player);
  kill_task(toint(args[1]));
  notify(player, "Killed.");
.
verb "boot" #2 "rxd" any any any
  "boot NAME: a wizard ends that player's connections.";
  set_task_perms(player);
  who = this:named(argstr);
  notify(player, "Booting " + who.name + ".");
  if (who != player)
    notify(who, "You are being booted.");
  endif
  boot_player(who);
.
verb "su" #2 "rxd" any any any
  "su NAME: a wizard goes on as that player; so does whoever knows that there is no password.";
  who = this:named(argstr);
  if (!player.wizard && who.password != "")
    raise(E_PERM);
  endif
  switch_player(who);
  notify(player, "You are now " + who.name + ".");
.
verb "named" #2 "rxd" this none this
  for who in (players())
    if (who.name == args[1])
      return who;
    endif
  endfor
  raise(E_INVARG, "There is no player " + args[1] + ".");
.
verb "option" #2 "rxd" any any any
  "option NAME VALUE, a literal: of this connection, between two lines.";
  notify(player, "before");
  set_connection_option(player, args[1], from_literal(args[2]));
  notify(player, "after");
.
verb "listen unlisten" #2 "rxd" any any any
  "listen PORT, unlisten PORT: for wizards.";
  set_task_perms(player);
  port = toint(args[1]);
  verb == "listen" ? listen(#0, port, ['print_messages -> true]) | unlisten(port);
  notify(player, tostr(verb, " ", port));
.
verb "show" #2 "rxd" any any any
  "show ID TEXT: a presentation.";
  {id, @words} = args;
  text = "";
  for word in (words)
    text = text + (text ? " " | "") + word;
  endfor
  present(player, id, 'text_plain, "right", text, ['title -> id]);
.
verb "hide" #2 "rxd" any any any
  "hide ID: takes a presentation back.";
  present(player, args[1]);
.
verb "rich" #2 "rxd" any none none
  "Values of all kinds as output.";
  for value in ({1, 2.5, #3, {1, {"x"}}, ["k" -> 'v], b"aGk=", E_PERM, ""})
    notify(player, value, 0, 0, 'text_plain, ['kind -> typeof(value)]);
  endfor
  notify(player, "without ", 0, 1);
  notify(player, "a break", 1);
.
verb "watch" #2 "rxd" none none none
  for row in ($watched)
    notify(player, toliteral(row));
  endfor
  return $watched;
.
verb "rotate" #2 "rxd" none none none
  "A new enrollment token, for a wizard's eyes only.";
  set_task_perms(player);
  notify(player, rotate_enrollment_token());
.
verb "@program" #2 "rxd" any any any
  "@program OBJECT:VERB, then lines up to a dot.";
  set_task_perms(player);
  parts = explode(argstr, ":");
  if (length(parts) != 2 || !valid(what = toobj(parts[1])))
    notify(player, "@program #OBJECT:VERB");
    return;
  endif
  notify(player, "Type the lines, and a dot at the end.");
  code = {};
  while ((line = read(player)) != ".")
    code = {@code, line};
  endwhile
  wrong = set_verb_code(what, parts[2], code) || {"Programmed."};
  for line in (wrong)
    notify(player, line);
  endfor
.
verb "programmable" #2 "rxd" this none this
  return "not programmed yet";
.
