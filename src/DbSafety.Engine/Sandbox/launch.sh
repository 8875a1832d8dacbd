# Lets the supervisor go as an orphan in a session of its own, so that neither Ctrl-C nor the end of a process tree reaches it.
exec 3<&0
if command -v setsid >/dev/null 2>&1; then
    (exec setsid /bin/sh -c "$@" <&3 3<&- &)
else
    (exec /bin/sh -c "$@" <&3 3<&- &)
fi
