"""What every test may count on."""

import signal

# A shell starts jobs in the background with Ctrl-C ignored; so would be every process that a test starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
