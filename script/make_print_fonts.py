"""Make the five static fonts that PDFs use, and their measures, from the variable web fonts in static/fonts.

    python script/make_print_fonts.py [TARGET_FOLDER]

A browser takes letters from two files for each family (latin and latin-ext) and the weight from an axis. On paper one
file for each weight is better: ŵ and ŷ come from the same font as their neighbours, are kerned like w and y, and
nothing has to be unpacked or fitted while somebody waits. The fonts are renamed, as their licence (SIL OFL 1.1) likes.
Beside each font lies what `events.documents.typefaces` measures with, because reading it from the font takes 40 ms.
"""

from __future__ import annotations

import json
import sys
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

from fontTools.merge import Merger
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"
FAMILIES = {
    "text": ("atkinson-hyperlegible-next", "Croeso Text"),
    "display": ("bricolage-grotesque", "Croeso Display"),
}
FACES = [("text", 400), ("text", 600), ("text", 700), ("display", 700), ("display", 800)]
ZERO_SCALE = 0.97
"""The open nought of the display family, at the size the web pages give it."""


def instance(source: str, part: str, weight: int) -> TTFont:
    font = TTFont(FONTS / f"{source}-{part}-wght-normal.woff2", recalcTimestamp=False)
    font.flavor = None
    return instantiateVariableFont(font, {"wght": weight}, static=True)


def only(font: TTFont, letters: set[int], *, layout: bool) -> TTFont:
    options = Options(hinting=False, layout_features=["kern", "mark", "mkmk", "ccmp"], notdef_outline=True)
    options.drop_tables += [] if layout else ["GPOS", "GSUB", "GDEF"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    return font


def joined(source: str, weight: int) -> TTFont:
    latin, extended = instance(source, "latin", weight), instance(source, "latin-ext", weight)
    have, made = set(latin.getBestCmap()), latin["head"].modified
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, "latin.ttf"), Path(folder, "extended.ttf")]
        only(latin, have, layout=True).save(paths[0])
        only(extended, set(extended.getBestCmap()) - have, layout=False).save(paths[1])
        font = Merger().merge([str(path) for path in paths])
    font["head"].created = font["head"].modified = made
    font.recalcTimestamp = False
    share_kerning(font)
    return font


def share_kerning(font: TTFont) -> None:
    """Kern a letter with an accent like the plain letter, where the first file could not know it."""
    names, ids = font.getBestCmap(), font.getReverseGlyphMap()
    bases = {}
    for code, glyph in names.items():
        plain = unicodedata.normalize("NFD", chr(code))[0]
        if plain != chr(code) and ord(plain) in names:
            bases[glyph] = names[ord(plain)]
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            if lookup.LookupType == 2 and table.Format == 2:
                share_classes(table, bases, ids)


def share_classes(table: object, bases: dict[str, str], ids: dict[str, int]) -> None:
    covered = set(table.Coverage.glyphs)  # type: ignore[attr-defined]
    for definition, first in ((table.ClassDef1.classDefs, True), (table.ClassDef2.classDefs, False)):  # type: ignore[attr-defined]
        for glyph, base in bases.items():
            known = glyph in covered if first else glyph in definition
            if not known and base in definition:
                definition[glyph] = definition[base]
            if first and not known and base in covered:
                covered.add(glyph)
    table.Coverage.glyphs = sorted(covered, key=ids.__getitem__)  # type: ignore[attr-defined]


def take_zero(font: TTFont, other: TTFont) -> None:
    """Atkinson's nought has a stroke, which in "£0" or "10am" reads as crossed out."""
    pen = TTGlyphPen(None)
    other.getGlyphSet()["zero"].draw(TransformPen(pen, (ZERO_SCALE, 0, 0, ZERO_SCALE, 0, 0)))
    font["glyf"]["zero"] = pen.glyph()
    width, bearing = other["hmtx"]["zero"]
    font["hmtx"]["zero"] = (round(width * ZERO_SCALE), round(bearing * ZERO_SCALE))


def rename(font: TTFont, family: str, weight: int) -> None:
    names = font["name"]
    licence = {record.nameID: record.toUnicode() for record in names.names if record.nameID in (0, 13, 14)}
    names.names = []
    full = f"{family} {weight}"
    for number, text in {**licence, 1: full, 2: "Regular", 3: full, 4: full, 6: full.replace(" ", "-")}.items():
        names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["head"].macStyle = 0


def make(kind: str, weight: int) -> TTFont:
    source, family = FAMILIES[kind]
    font = joined(source, weight)
    if kind == "text":
        take_zero(font, joined(FAMILIES["display"][0], weight))
    rename(font, family, weight)
    for tag in ("prep", "gasp", "STAT", "DSIG"):
        if tag in font:
            del font[tag]
    return font


def measures(font: TTFont) -> dict[str, Any]:
    """Lengths in font units (1000 to the size), glyphs by number. See `Face` for what each entry is."""
    order = font.getReverseGlyphMap()
    if font["head"].unitsPerEm != 1000:
        raise ValueError("measures are read as thousandths of the font size")
    widths = {order[name]: advance for name, (advance, _) in font["hmtx"].metrics.items()}
    letters = {chr(code): order[name] for code, name in font.getBestCmap().items() if stands_alone(chr(code))}
    return {
        "ascent": font["hhea"].ascent,
        "descent": -font["hhea"].descent,
        "letters": dict(sorted(letters.items())),
        "widths": [widths[number] for number in sorted(widths)],
        "kerning": kerning(font, order),
    }


def stands_alone(char: str) -> bool:
    """Needs no neighbour to be placed, and can be seen or is the plain space."""
    return char == " " or unicodedata.category(char)[0] not in "MCZ"


def kerning(font: TTFont, order: dict[str, int]) -> list[list[dict[str, Any]]]:
    """The pair tables of the `kern` feature, by lookup."""
    table = font["GPOS"].table
    features = [record.Feature for record in table.FeatureList.FeatureRecord if record.FeatureTag == "kern"]
    numbers = sorted({number for feature in features for number in feature.LookupListIndex})
    return [
        [
            pairs(sub, order) if sub.Format == 1 else classes(sub, order)
            for sub in table.LookupList.Lookup[number].SubTable
        ]
        for number in numbers
    ]


def pairs(table: Any, order: dict[str, int]) -> dict[str, Any]:
    return {
        "pairs": [
            [order[left], order[record.SecondGlyph], advance(record.Value1)]
            for left, records in zip(table.Coverage.glyphs, table.PairSet, strict=True)
            for record in records.PairValueRecord
        ]
    }


def classes(table: Any, order: dict[str, int]) -> dict[str, Any]:
    return {
        "first": {order[glyph]: table.ClassDef1.classDefs.get(glyph, 0) for glyph in table.Coverage.glyphs},
        "second": {order[glyph]: number for glyph, number in table.ClassDef2.classDefs.items()},
        "values": [[advance(cell.Value1) for cell in row.Class2Record] for row in table.Class1Record],
    }


def advance(value: Any) -> int:
    return getattr(value, "XAdvance", 0) or 0


def main(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for kind, weight in FACES:
        font = make(kind, weight)
        font.save(target / f"croeso-{kind}-{weight}.ttf")
        text = json.dumps(measures(font), ensure_ascii=False, separators=(",", ":"))
        (target / f"croeso-{kind}-{weight}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FONTS / "print")
