// #4 to #12: three rooms, a lamp, and two more players.
object #4 #1 #2 #-1 "f" "Generic Room"
property exits #2 "rc" []
verb "describe" #2 "rxd" this none this
  lines = pass();
  names = "";
  for thing in (this.contents)
    if (thing != player)
      names = names + (names ? ", " | "") + thing.name;
    endif
  endfor
  return {@lines, @(names ? {"Here: " + names + "."} | {})};
.

object #5 #1 #2 #-1 "f" "Generic Thing"

object #6 #4 #2 #-1 "" "Garden"
set description "Beds of cabbages, in rows."
set exits ["south" -> #10]
object #7 #4 #2 #-1 "" "Cellar"
set description "It smells of potatoes."
set exits ["up" -> #10]

object #10 #4 #2 #-1 "" "Hall"
set description "A hall with a door to the north and stairs that lead down."
set exits ["north" -> #6, "down" -> #7]

place #2 #3 #10

object #11 #5 #2 #10 "" "lamp"
set description "It is lit."
set aliases {"light"}

object #12 #3 #12 #10 "pg" "Alice"
verb "programmable" #12 "rxd" this none this
  return "not programmed yet";
.
object #13 #3 #13 #10 "p" "Bob"
