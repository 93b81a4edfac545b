import pytest

from cxtext.config import Settings, read_settings, settings_from
from cxtext.errors import OptionError


def test_settings_from_toml(tmp_path):
    path = tmp_path / "cxtext.toml"
    path.write_text('themes = 12\npacks = ["travel"]\nbrands = ["Acme"]\n')
    assert read_settings(path) == Settings(themes=12, packs=("travel",), brands=("Acme",))


def test_settings_survive_a_round_trip():
    settings = Settings(themes=5, packs=("retail",), seed=3, neutral_band=(-0.1, 0.2))
    assert settings_from(settings.to_json()) == settings


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("theems = 3", "unknown setting 'theems'; did you mean 'themes'"),
        ("themes = 0", "themes 0 is not a whole number from 1"),
        ('themes = "many"', "themes 'many' is not a whole number from 1"),
        ("seed = -1", "seed -1 is not a whole number from 0"),
        ("other_rate = 0.9", "other_rate 0.9 is not a number from 0 to 0.5"),
        ("themes = ", "is not TOML"),
        ('mask_keep = "0800 123456"', "mask_keep '0800 123456' is not a list of texts"),
        ('brands = "Acme"', "brands 'Acme' is not a list of texts"),
        ("neutral_band = [0.2, 0.1]", "neutral_band .0.2, 0.1. is not two numbers from -1 to 1"),
        ("neutral_band = [-2, 0.1]", "neutral_band .-2, 0.1. is not two numbers"),
        ("neutral_band = 0.1", "neutral_band 0.1 is not two numbers"),
        ("sentiment = 5", "sentiment 5 is not a text"),
        ("seed = true", "seed True is not a whole number"),
        ('language = "de"', "language 'de' has no models"),
    ],
)
def test_bad_settings_are_one_clear_error(tmp_path, content, message):
    path = tmp_path / "bad.toml"
    path.write_text(content)
    with pytest.raises(OptionError, match=message):
        read_settings(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(OptionError, match=r"cannot read settings .*none.toml"):
        read_settings(tmp_path / "none.toml")
