"""How people and firms answer to the articles of the opinion: what nobody knows, in one place.

Every response multiplies a quantity of the rule book that is 0, or is subtracted, while its article is off.
"""

# A parameter a line reads as a table; the formatter would break each over five lines.
# fmt: off

from sim.scenario.parameter import Section


class Response(Section):
    """Responses of the economy by article; every default is neutral: nobody answers."""
