"""What every test may count on."""

import os
import signal

# Whatever language the machine speaks, tests read English where they do not ask for another.
os.environ["YINDAO_LANG"] = "en"

# A shell starts jobs in the background with Ctrl-C ignored; so would be every process that a test starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
