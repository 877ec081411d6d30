"""The weights file of the project: what it finds in articles, what it does not, and what is in the file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tematika.themes.definitions import load_themes
from tematika.themes.model import fit_themes
from tematika.themes.scoring import score_units
from tematika.themes.theme_weights import ThemeWeights, load_weights
from tematika.themes.types import Options, Units

THEMES = load_themes(Path(__file__).resolve().parents[2] / "seeds" / "themes.toml")

# Title, text, and the themes that a careful reader finds in them.
GOLD = [
    (
        "Нефтяники нарастили добычу",
        "Добыча нефти за квартал выросла на три процента. Нефтеперерабатывающие заводы увеличили выпуск бензина.",
        {"energy"},
    ),
    (
        "Город остался без света",
        "Из-за аварии на подстанции без электричества остались сорок тысяч жителей. Энергетики восстанавливают подачу.",
        {"energy"},
    ),
    (
        "Котельные готовы к отопительному сезону",
        "Тепло начнут подавать с октября, запасы угля и мазута на котельных сформированы, сообщили в теплосети.",
        {"energy"},
    ),
    (
        "Порт принял первый контейнеровоз новой линии",
        "Судоходная компания открыла линию для перевозки контейнеров. Грузооборот порта вырос, железная дорога "
        "добавит поездов.",
        {"logistics"},
    ),
    (
        "Аэропорт закрыт до вечера",
        "Авиакомпании перенесли рейсы, пассажиров разместили в терминале. Аэропорт не принимает самолёты из-за тумана.",
        {"logistics"},
    ),
    (
        "Завод заменил импортные подшипники своими",
        "Предприятие освоило выпуск отечественных подшипников взамен зарубежных. Импортозамещение в отрасли "
        "идёт по плану, "
        "говорят в министерстве промышленности.",
        {"import_substitution"},
    ),
    (
        "Банк перешёл на российские программы",
        "Вместо зарубежного программного обеспечения установлены отечественные системы. Иностранный софт "
        "полностью замещён.",
        {"import_substitution"},
    ),
    (
        "Депутаты утвердили областной бюджет",
        "Законодательное собрание Курской области приняло бюджет региона. Губернатор пообещал деньги районам "
        "на дороги и "
        "школы.",
        {"regions"},
    ),
    (
        "В районе благоустроят три парка",
        "Администрация города выбрала подрядчика: в парках отремонтируют дорожки и освещение. Глава района "
        "рассказал о планах "
        "муниципалитета.",
        {"regions"},
    ),
]
# Nothing of the four themes, whatever the words are.
NEGATIVE = [
    ("Учёные нашли новый вид жуков", "В Томской области описан новый вид жуков. Работа напечатана в журнале."),
    ("«Урал» обыграл «Ростов»", "Футболисты «Урала» забили два мяча. Матч прошёл в Екатеринбурге, тренер доволен."),
    ("Премия в области литературы", "Лауреатом премии в области литературы стал автор романа о войне."),
    ("Пожар локализован", "Пожар в жилом доме в Рязанской области локализован, пострадавших нет, сообщили спасатели."),
    ("Ночью похолодает", "В Омской области ночью ожидаются дождь и мокрый снег, ветер до пятнадцати метров в секунду."),
    ("Суд арестовал подозреваемого", "Суд в Самаре арестовал подозреваемого в краже. Следствие продолжается."),
    (
        "Вышел новый фильм",
        "Фильм о путешествии по Сибири покажут в кинотеатрах в ноябре. Режиссёр снимал его два года.",
    ),
    (
        "В секторе Газа объявили перемирие",
        "Стороны договорились прекратить огонь в секторе Газа. Переговоры продолжатся.",
    ),
    ("Концерт в парке", "Оркестр сыграл вальсы и марши, вечер собрал тысячи слушателей. Вход был свободным."),
    ("Школьники выиграли олимпиаду", "Три золотые медали завоевали школьники на олимпиаде по математике."),
]


@cache
def weights() -> ThemeWeights:
    return load_weights(Path(__file__).resolve().parents[2] / "seeds" / "themes.weights.tsv")


def units_of(articles: list[tuple[str, str]]) -> Units:
    """Give articles of a title and a passage."""
    n = len(articles)
    return Units(
        [text for article in articles for text in article],
        np.repeat(np.arange(n, dtype=np.int32), 2),
        np.ones(2 * n, dtype=bool),
        np.zeros(2 * n, dtype=bool),
        n,
    )


def carried(articles: list[tuple[str, str]]) -> list[set[str]]:
    """Give the named themes of each article."""
    _, sorting = fit_themes(units_of(articles), THEMES, Options(discovered=0, weights=weights()))
    return [{theme.id for theme, has in zip(THEMES, row, strict=True) if has} for row in sorting.article_named]


def test_articles_carry_the_themes_that_a_reader_finds() -> None:
    found = carried([(title, text) for title, text, _ in GOLD])
    assert {title: themes for (title, _, _), themes in zip(GOLD, found, strict=True)} == {
        title: themes for title, _, themes in GOLD
    }


def test_a_corpus_without_the_themes_gets_none() -> None:
    found = carried(NEGATIVE)
    assert {title: themes for (title, _), themes in zip(NEGATIVE, found, strict=True) if themes} == {}


@pytest.mark.parametrize("article", [0, 3, 7])
def test_an_article_alone_has_the_scores_that_it_has_among_others(article: int) -> None:
    articles = [(title, text) for title, text, _ in GOLD]
    options = Options(discovered=0, weights=weights())
    model, among = fit_themes(units_of(articles + NEGATIVE), THEMES, options)
    alone = fit_themes(units_of([articles[article]]), THEMES, options)[1]
    np.testing.assert_allclose(alone.article_scores[0], among.article_scores[article], atol=1e-12)
    part = score_units(model, units_of([articles[article]]))
    np.testing.assert_allclose(part.unit_scores, among.unit_scores[2 * article : 2 * article + 2], atol=1e-12)


def test_a_shorter_list_of_seed_words_still_works() -> None:
    shorter = [*THEMES]
    shorter[0] = type(shorter[0])(shorter[0].id, shorter[0].title, ("нефть",), (), shorter[0].contrast)
    articles = units_of([(title, text) for title, text, _ in GOLD])
    _, sorting = fit_themes(articles, shorter, Options(discovered=0, weights=weights()))
    assert sorting.article_named[0].tolist() == [True, False, False, False]


def test_the_file_names_the_themes_and_its_own_figures() -> None:
    card = weights().card
    assert weights().themes == tuple(theme.id for theme in THEMES)
    assert len(card["articles"]) == 9  # eight collections, and all of them
    assert all(card["figures"][theme]["all"]["precision"] >= 0.75 for theme in weights().themes)
    assert np.mean([card["figures"][theme]["all"]["f1"] for theme in weights().themes]) >= 0.8


def test_no_word_of_the_file_names_a_person_or_a_medium() -> None:
    words = {word for term in weights().terms if term[0] != "#" for word in term.split(" ")}
    assert words.isdisjoint(
        {"риа", "тасс", "интерфакс", "коммерсантъ", "lenta", "lenta.ru", "ведомости", "тезис", "гос"}
    )
    assert words.isdisjoint({"путин", "новак", "собянин", "лукашенко", "мишустин", "зеленский", "яценюк", "цзиньпин"})
