"""Countries that write Cyrillic, Arabic or Hebrew.

Made-up firms, common names; nobody real is meant.
"""

from __future__ import annotations

from lead_pipeline.sandbox.flowmaticx.vocabulary.country import country

EAST = (
    country(
        "UA",
        "uk",
        "Ukraine",
        phones="+38044:7 +38032:7 +38067:7",
        cities="Київ=kyiv:01### Львів=lviv:79### Одеса=odesa:65###",
        streets="вул._Хрещатик вул._Городоцька просп._Свободи вул._Їжакевича бульв._Шевченка пл._Ринок",
        firsts="Олена=olena Тарас=taras Юлія=yuliia Богдан=bohdan Їванка=ivanka Сергій=serhii Ґанна=hanna",
        lasts="Шевченко=shevchenko Ковальчук=kovalchuk Щербак=shcherbak Лісовий=lisovyi Мельник=melnyk Гончар=honchar",
        brands="Калина=kalyna Сонячний=soniachnyi Мрія=mriia Джерело=dzherelo Веселка=veselka Ґанок=ganok Зоря=zoria",
        patterns=("{trade} «{brand}»", "ТОВ «{brand}»", "ФОП {last}", "{brand} {city}"),
        address="{street}, {number}",
        hello="Добрий день, {first}!",
    ),
    country(
        "BG",
        "bg",
        "Bulgaria",
        phones="+3592:7 +35932:6 +35988:7",
        cities="София=sofia:1### Пловдив=plovdiv:4### Варна=varna:9###",
        streets="бул._Витоша ул._Граф_Игнатиев ул._Шипка пл._Независимост ул._Черни_връх",
        firsts="Иван=ivan Мария=maria Георги=georgi Йорданка=yordanka Стоян=stoyan Цветелина=tsvetelina",
        lasts="Иванов=ivanov Петрова=petrova Димитров=dimitrov Желязкова=zhelyazkova Стоянов=stoyanov",
        brands="Роза=roza Балкан=balkan Слънце=slantse Мелница=melnitsa Черно_море=cherno-more Орел=orel",
        patterns=("{trade} „{brand}“", "{brand} ЕООД", "{last} и синове", "{brand} {city}"),
        hello="Здравейте, {first},",
    ),
    country(
        "EG",
        "ar",
        "Egypt",
        phones="+202:8 +203:7 +2010:8",
        cities="القاهرة=cairo:11### الإسكندرية=alexandria:21### الجيزة=giza:12###",
        streets="شارع_التحرير شارع_النيل شارع_الجمهورية ميدان_رمسيس شارع_فؤاد",
        address="{number} {street}",
        firsts="محمد=mohamed فاطمة=fatma أحمد=ahmed مريم=mariam يوسف=youssef نور=nour",
        lasts="حسن=hassan عبد_الله=abdallah السيد=elsayed إبراهيم=ibrahim منصور=mansour فوزي=fawzy",
        brands="النيل=elnil الأهرام=ahram الياسمين=yasmin الهلال=helal الشروق=shorouk الفجر=fagr",
        patterns=("{trade} {brand}", "شركة {brand}", "مؤسسة {last} وأولاده", "{brand} للخدمات"),
        hello="مرحباً {first}،",
    ),
    country(
        "AE",
        "ar",
        "UAE",
        phones="+9714:7 +9712:7 +97150:7",
        cities="دبي=dubai:00000 أبوظبي=abudhabi:00000",
        streets="شارع_الشيخ_زايد شارع_الوصل شارع_الكورنيش شارع_المكتوم",
        firsts="خالد=khalid عائشة=aisha راشد=rashid شيخة=sheikha سلطان=sultan ليلى=layla",
        lasts="المنصوري=almansoori الكعبي=alkaabi الشامسي=alshamsi المزروعي=almazrouei",
        brands="الصقر=alsaqr اللؤلؤة=lulua الواحة=waha النخيل=nakheel Desert_Rose Blue_Pearl",
        patterns=("{brand} {trade}", "{brand} LLC", "{trade} {brand} ذ.م.م", "{brand} {city}"),
        hello="Hello {first},",
    ),
    country(
        "IL",
        "he",
        "Israel",
        phones="+9723:7 +9722:7 +97254:7",
        cities="תל_אביב=telaviv:6###### ירושלים=jerusalem:9###### חיפה=haifa:3######",
        streets="רחוב_הרצל שדרות_רוטשילד רחוב_יפו רחוב_בן_יהודה דרך_השלום",
        firsts="דוד=david נועה=noa יוסי=yossi תמר=tamar איתן=eitan שירה=shira",
        lasts="כהן=cohen לוי=levi מזרחי=mizrahi פרץ=peretz ברק=barak אוחיון=ohayon",
        brands="הזית=hazayit השמש=hashemesh כרמל=carmel גליל=galil אלון=alon רימון=rimon",
        patterns=("{trade} {brand}", '{brand} בע"מ', "{last} ובניו", "{brand} {city}"),
        hello="שלום {first},",
    ),
)
