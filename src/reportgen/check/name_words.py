"""Words by which the name of a person is told from other words that begin with capitals."""

# Words that stand after a rank or a title and are no name: bodies, tasks, places, ranks.
NO_NAMES = frozenset(
    """
    academy act adult adults agency and annual area area’s assembly assistant association authority award board
    borough bureau british cabinet central chair chairs chancellor chief child children circuit city college
    commander commission commissioner committee community constable constables constabulary corporate
    coordinator council county court courts crime criminal crown custody day department deputy deputies
    detective development digital director district division domestic duty east england english european family
    force forces forensic foundation general governor governors greater guidance head heads health high his her
    hmpps home hospital house housing human inspector inspectors inspectorate integrated intelligence
    investigation january february march april may june july august september october november december joint
    judge judges judiciary justice law lead leads leadership leader level local london lord lords lay major
    management manager managers managing mappa mayor mental metropolitan ministry minister monday tuesday
    wednesday thursday friday saturday sunday national network north northern office officer officers of
    offender online operations operational our parliament parole partnership penal personnel police policing
    posts president prison prisons privy probation programme project prosecution protection public quality rape
    reform region regional registrar research responsible review royal safeguarding safety school secretary
    security senior sergeant sergeants service services sexual social south southern special specialist staff
    standards strategic strategy superintendent superintendents supreme team teams terrorism the threat trading
    training transport tribunal unit units united university victim victims violence wales welsh west western
    women youth young
    """.split()  # noqa: SIM905 - words are read and kept in order more easily than a list of them
)
# First names that are common in England and Wales.
FIRST_NAMES = frozenset(
    """
    aaron abdul abigail adam adrian aisha alan albert alex alexander alexandra alfie ali alice alison amanda
    amber amelia amina amir amy andrea andrew angela anita ann anna anne annette anthony antony anwen arthur
    asha ashley asif ayesha barbara barry beatrice becky ben benjamin bernard beth bethan beverley bilal bill
    brenda brian bridget bronwen bruce bryan callum cameron cara carl carol caroline carolyn carwyn catherine
    cathy ceri charles charlie charlotte cheryl chloe chris christian christina christine christopher claire
    clare clive colin connor craig daisy damian daniel danielle darren dave david dawn dean deborah debbie debra
    denise dennis derek diana diane dominic donald donna dorothy douglas duncan dylan edward edwin eileen elaine
    eleanor eleri elizabeth ella ellen ellie elliot emily emma eric erica ethan evelyn faith farah fatima fiona
    florence frances francis frank fred gail gareth gary gavin gemma geoff geoffrey george georgia georgina
    gerald gillian glen glenn gordon graeme graham grant greg gregory gwen gwyn hannah harold harriet harry
    hassan hayley hazel heather heidi helen henry holly howard hugh hussain huw iain ian imran iqbal irene isaac
    isabel isabella isobel ivan jack jackie jacob jacqueline jade jake james jamie jane janet janice jason
    jasmine jay jayne jean jeff jeffrey jenna jennifer jenny jeremy jessica jill jim jo joan joanna joanne joe
    joel john jon jonathan jordan joseph josh joshua joy joyce judith julia julian julie june karen karl kate
    katherine kathleen kathryn katie kay keith kelly ken kenneth kerry kevin khalid kieran kim kirsty kyle laura
    lauren laurence lawrence leah leanne lee leigh leon leonard leslie lewis liam linda lindsay lisa liz llinos
    lorna lorraine louise lucy luke lynda lynn lynne maddison malcolm mandy marc marcus margaret maria marie
    marilyn marion mark martha martin mary mathew matt matthew maureen max megan melanie melissa michael
    michelle miranda mohammad mohammed molly monica muhammad nadia nadine naomi natalie natasha nathan neil nia
    nicholas nick nicola nicole nigel nina noor norman olivia omar oliver owen pamela parveen pat patricia
    patrick paul paula pauline penelope penny peter phil philip phillip phoebe pippa priya rachael rachel raj
    rajesh ralph ravi raymond rebecca rhian rhiannon rhys richard rita rob robert robin roger ronald rosemary
    rosie ross roy russell ruth ryan sadia sally sam samantha samuel sandra sanjay sara sarah scott sean shabana
    sharon shaun sheila shirley sian sian simon sophia sophie stacey stanley stella stephanie stephen steve
    steven stewart stuart sue sunil suresh susan suzanne sylvia tanya tara tariq terence teresa terry theresa
    thomas tim timothy tina toby tom tony tracey tracy trevor usman valerie vanessa vera veronica victor
    victoria vijay vincent vivien walter wayne wendy william yasmin yusuf yvonne zac zara zoe
    """.split()  # noqa: SIM905 - words are read and kept in order more easily than a list of them
)
# Words that begin a sentence far more often than they are a surname.
SENTENCE_STARTS = frozenset(
    """
    a after all although an and as at because before both but by despite dr during each every for from he her here his how however if
    in instead it its many most mr mrs ms no nobody none nor not now on once one only our several she since so some soon that the their then
    there these they this those though to today two under until we what when where while who with within without you
    """.split()  # noqa: SIM905 - words are read and kept in order more easily than a list of them
)
