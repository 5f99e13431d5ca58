"""The one Dutch analyzer, used for documents, questions and marked fragments alike.

`VERSION` is stored beside every index: change it whenever the terms that come out change.
"""

VERSION = 2
