"""Words that hold a sentence together: they do not count in a question unless it has nothing else."""

STOPWORDS = frozenset(
    "de het een en of maar want dus als dan dat die dit deze daar er hier wat wie waar wanneer hoe welk welke waarom"
    " ik je jij u uw hij zij ze wij we jullie hun hen hem haar mij me mijn zijn ons onze jouw men"
    " is ben bent was waren wees geweest wordt worden word werd werden geworden heb hebt heeft hebben had hadden"
    " kan kun kunt kunnen kon konden mag mogen mocht moet moeten moest zal zullen zou zouden wil wilt willen wilde"
    " doe doet doen deed ga gaat gaan ging te van voor met op in uit aan bij naar om over tot door onder tegen"
    " tussen per via zonder binnen tijdens niet geen wel ook nog al meer zo toch nu dan toen eens even heel"
    " s t n 'n 't ene elk elke alle veel iets niets iemand".split()
)
