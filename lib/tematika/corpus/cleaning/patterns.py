"""Boilerplate that one line shows by its wording alone: a table of named patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Where = Literal["anywhere", "edge", "head", "tail"]

_CHANNEL = (
    r"(?:telegram|телеграм|канал|дзен|viber|вайбер|\bmax\b|youtube|rutube|вконтакте|\bvk\b|соцсет|социальн\w{2,3} сет"
    r"|рассылк|instagram|одноклассник|whatsapp|facebook|twitter|\brss\b|google news|яндекс)"
)
_MATERIAL = r"(?:материал\w{0,3}|сюжет\w{0,2}|спецпроект\w{0,2}|обзоре|рубрике|(?:нашем |нашем )?сайте|по ссылке)"

LONGEST_BOILERPLATE_LINE = 400


@dataclass(frozen=True, slots=True)
class Pattern:
    """A wording of boilerplate.

    Attributes
    ----------
    rule : str
        Name of the removal.
    regex : re.Pattern
        Matched against the whole plain line: lower case, ``е`` for ``ё``, no leading bullets.
    longest : int
        Characters of the longest line that is tried, which keeps body text safe and matching fast.
    where : {"anywhere", "edge", "head", "tail"}
        Head is before the first paragraph of the body, tail after the last, edge either.
    """

    rule: str
    regex: re.Pattern[str]
    longest: int = 120
    where: Where = "anywhere"


def _pattern(rule: str, regex: str, longest: int = 120, where: Where = "anywhere") -> Pattern:
    return Pattern(rule, re.compile(regex), longest, where)


# fmt: off
PATTERNS: tuple[Pattern, ...] = (
    # A line of symbols only: rules, bullets, zero-width characters.
    _pattern("separator", r"[\W_]{1,120}"),
    _pattern("captcha", r"\*?\s?\d{1,3}\s?[+*x×-]\s?\d{1,3}\s?=\s?\??"),
    _pattern("captcha", r"введите (?:код|символы|текст) с (?:картинки|изображения)\W{0,3}|я не робот"
             r"|защита от спама\W{0,2}"),
    _pattern("form", r"\(?(?:максимум символов\s?:?\s?\d{0,6}|не более \d{2,6} (?:символов|знаков))\)?"
             r"|осталось символов\s?:?\s?\d{0,6}|\[ ?добавить еще ?\]"),
    _pattern("form", r"(?:ваше имя|ваш e-?mail|e-?mail|имя|отправить|войти|регистрация|вход)\s?\*?:?", 40, "edge"),
    _pattern("form", r"(?:авторизуйтесь|войдите|зарегистрируйтесь),? чтобы .{1,60}"),
    _pattern("form", r"(?:предложи(?:ть|те)?|прислать|пришлите|сообщить) (?:свою )?новость"),
    _pattern("comments", r"(?:все )?комментари(?:и|ев|й)(?: читателей| пользователей| к (?:статье"
             r"|новости))?\s?[:(]?\s?(?P<count>\d{0,5})\)?|(?P<total>\d{1,5}) комментари\w{1,2}|(?:оставить"
             r"|добавить|написать) комментарий|комментировать|обсуждение(?: \(\d{1,5}\))?", 60),
    _pattern("counter", r"(?:просмотр(?:ов|ы|ено)|прочитали|прочтений|показов)\s?:?\s?\d[\d \u00a0]{0,9}(?:раза?)?"),
    _pattern("counter", r"\d[\d \u00a0]{0,9} (?:просмотр(?:ов|а)?|прочтени[йея]|показов)"),
    _pattern("counter", r"(?:время (?:на )?чтени[ея]|читать|чтение)\s?:?\s?(?:~|около )?\d{1,2} мин(?:\.|ут[аы]?)?"),
    _pattern("counter", r"(?:нравится|лайк(?:ов|и)?|оценить|рейтинг|голосов)\s?:?\s?[\d., ]{0,8}", 40, "edge"),
    _pattern("share", r"(?:поделиться|поделитесь)(?: (?:в|с|новостью|статьей|ссылкой|этим|материалом)\b.{0,40})?\W?"),
    _pattern("share", r"(?:с?копировать ссылку|ссылка скопирована|версия для печати|распечатать|отправить другу)"),
    _pattern("share", r"(?:вконтакте|одноклассники|facebook|twitter|telegram|whatsapp|viber|дзен|vk|ok)", 40, "edge"),
    _pattern("subscribe", r"подписаться(?: на (?:нас|наш|канал|новости|рассылк|обновлени|telegram|телеграм"
             r"|дзен)[^.]{0,60})?(?<![.?!])", 90),
    _pattern("subscribe", r"подпи(?:сывайтесь|сывайся|шись|шитесь)\b(?:\W{0,3}|.{0,120}" + _CHANNEL +
             r".{0,120}| на (?:нас|наш\w{0,2}|новости|обновления)\b.{0,120}| на [^.!?:]{2,40})", 250),
    _pattern("subscribe", r"[^.]{2,60}\b(?:telegram|телеграм|max|vk|дзен)\s?\|[^.]{2,40}"),
    _pattern("subscribe", r"(?:будьте|оставайтесь) (?:всегда )?в курсе\b.{0,120}(?:" + _CHANNEL +
             r"|с нами|новост).{0,100}", 250),
    _pattern("subscribe", r"(?:следите за|следить за|читайте|читать|смотрите|ищите|присоединяйтесь к"
             r"|вступайте в)\b.{0,120}" + _CHANNEL + r".{0,90}", 220),
    _pattern("subscribe", r"(?:самы[ех]|самое|главные|больше|еще больше|другие|все|оперативные|актуальные"
             r"|свежие)\b.{0,90}\b(?:ищите|читайте|смотрите|следите|узнавайте)\b.{0,60}" + _CHANNEL +
             r".{0,90}", 250),
    _pattern("subscribe", r"[^.]{3,60} [—–-] (?:читайте )?[вн]а? (?:нашем )?(?:telegram"
             r"|телеграм)-?\s?канале[^.]{0,40}", 110),
    _pattern("subscribe", r"(?:мы|наш канал|наши новости) (?:есть )?в (?:telegram|телеграм|дзен|max|viber"
             r"|соцсетях).{0,60}"),
    _pattern("related", r"(?:материалы|новости|статьи|еще|ранее|видео) по теме:?|похожие (?:новости|статьи"
             r"|материалы):?|сейчас читают:?|интересное в сети:?|вам (?:может быть|будет) интересно:?"
             r"|новости партнеров:?|самое (?:читаемое|популярное|обсуждаемое):?|выбор редакции:?|лента новостей:?"
             r"|это интересно:?|другие (?:новости|материалы)(?: рубрики| раздела)?:?|последние новости:?"
             r"|мы рекомендуем:?|рекомендуем(?: (?:почитать|прочитать|посмотреть))?:?|(?:читайте|смотрите) (?:также"
             r"|еще|на сайте)\W?"),
    _pattern("related", r"(?:по теме|популярное|главное|главные новости|топ новостей|в тренде|новости):?", 40, "tail"),
    _pattern("related-line", r"(?:читайте|смотрите|слушайте) (?:также|еще|по теме|подробнее|ранее)\b.{0,220}", 250),
    _pattern("related-line", r"(?:подробнее|подробности)\b[^.!?]{0,160}\b(?:читайте|смотрите)\b.{0,90}", 260),
    _pattern("related-line", r"(?:подробнее|подробности|полный текст|полная версия)\s?[—–:-]?\s?(?:в|на|по) "
             + _MATERIAL + r"[^.]{0,60}\.?", 110),
    _pattern("related-line", r"(?:об этом |подробности |обо всем )?(?:читайте|смотрите) (?:в|на) (?:наш\w{1,2} )?"
             + _MATERIAL + r"[^.]{0,80}\.?"),
    _pattern("related-line", r"(?:читать|смотреть|открыть) (?:на сайте|далее|дальше|полностью|еще)\W{0,3}"
             r"|подробнее\W{0,3}"),
    # The lead of a special project, printed above the title.
    _pattern("special-project", r".{0,330}\bчитайте в (?:наших? )?(?:материал|сюжет|рубрик|спецпроект"
             r"|раздел)[^.]{0,60}\.?", 400, "head"),
    _pattern("cookies", r"(?:мы|наш сайт|этот сайт|данный сайт|сайт|на (?:нашем "
             r"|этом )?сайте) использу\w{2,5} .{0,60}(?:cookie|куки).{0,250}", 400, "edge"),
    _pattern("cookies", r"(?:продолжая|оставаясь|нажимая|используя)\b.{0,90}(?:cookie|куки"
             r"|соглаша).{0,250}", 400, "edge"),
    _pattern("cookies", r"(?:принять(?: все| и закрыть)?|соглас(?:ен|на)|понятно|закрыть|ok|ок|хорошо)", 30, "edge"),
    _pattern("photo", r"©.{1,200}|\(c\) .{1,200}", 210),
    _pattern("photo", r"[^©]{3,160} ?© ?[^©.]{2,80}", 220),
    _pattern("photo", r"(?:фото|видео|кадр|снимок|иллюстрация|изображение|источник фото|автор фото"
             r"|скриншот)(?: автора| с сайта)?\s?[:©/|].{1,150}", 170),
    _pattern("photo", r"на (?:фото|снимке|видео)(?: сверху| слева| справа| вверху| внизу)?\s?(?::.{1,180}"
             r"| [—–-] [^.]{1,120})", 200),
    _pattern("photo", r"фото (?:носит иллюстративный характер|из (?:открытых источников|архива|соцсетей)[^.]{0,40}"
             r"|иллюстративное)\.?|(?:архивное|иллюстративное) фото\.?|(?:фото|видео|фоторепортаж|инфографика)"),
    _pattern("photo", r"[^.]{3,60}\s?/\s?(?:риа новости|тасс|sputnik|коммерсантъ|reuters|getty images|afp|ap"
             r"|shutterstock|unsplash|wikimedia|global look press)|(?:telegram|youtube|vk|соцсети)\s?/\s?\w{2,40}"),
    # The picture's width and date in a caption, as agencies' own engines print them.
    _pattern("photo", r".{1,250} [-–—] [^,]{2,40}, \d{3,4}, \d\d\.\d\d\.\d{4}", 320),
    _pattern("sidebar", r"(?:цифра|цитата|фото|человек|событие|слово|факт|вопрос|опрос) (?:дня|недели"
             r"|месяца)(?:: .{1,60})?", 90),
    _pattern("sidebar", r"редакторская колонка|колонка редактора|инфографика: .{1,150}", 170),
    _pattern("advert", r"реклама(?:[.,:] .{1,100})?|на правах рекламы|erid\W.{1,60}|партнерский (?:материал"
             r"|проект)", 130),
    _pattern("notice", r"(?:при (?:перепечатке|цитировании|использовании|копировании)|использование|перепечатка"
             r"|копирование) (?:любых )?материалов .{1,250}", 300, "edge"),
    _pattern("notice", r"(?:нашли|заметили|если вы (?:нашли|заметили)) (?:ошибку|опечатку|неточность)\b.{0,150}", 200),
    _pattern("notice", r"все права защищены.{0,60}|\d{1,2}\+|наверх|вернуться назад|к началу страницы", 90),
    _pattern("byline", r"(?:автор|текст|редактор|беседовал[аи]?|подготовил[аи]?"
             r"|корреспондент)\s?: [^.]{3,60}\.?", 80, "edge"),
    _pattern("byline", r"источник\s?: [^.]{2,60}\.?", 80, "edge"),
    _pattern("breadcrumbs", r"(?:главная|новости|home)(?: страница)?(?:\s?[/›»>→|\\]\s?[^/›»>→|\\.]{2,80}){1,5}", 200),
    _pattern("breadcrumbs", r"[^\W\d][^/›>→|.\d]{1,40}(?: [/›>→|] [^\W\d][^/›>→|.\d]{1,60}){1,4}", 160, "head"),
    _pattern("page-date", r"(?:сегодня|вчера),? (?:в )?\d{1,2}:\d\d|\d{1,2}:\d\d(?::\d\d)?(?: мск)?", 40, "edge"),
)
# fmt: on

# Marks before the words of a line in lists and posts: bullets, arrows, emoji.
_LEADING_MARKS = re.compile(r"^[^\w«»\"„“'(\[©*+/\\<–—-]+(?=\w)")


def plain_line(text: str) -> str:
    """Return a line in the form that patterns are matched against.

    Examples
    --------
    >>> plain_line("►  Читайте ещё")
    'читайте еще'
    """
    folded = " ".join(text.lower().replace("ё", "е").split())
    return _LEADING_MARKS.sub("", folded)


def find_pattern(plain: str) -> Pattern | None:
    """Return the first pattern that a `plain_line` matches as a whole, whether or not it may act where it stands."""
    size = len(plain)
    if size > LONGEST_BOILERPLATE_LINE:
        return None
    return next((p for p in PATTERNS if size <= p.longest and p.regex.fullmatch(plain)), None)
