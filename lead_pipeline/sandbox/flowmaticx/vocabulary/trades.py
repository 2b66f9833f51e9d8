"""The trades people search for: their keywords in many languages, and the categories a directory files them under.

The countries say which language is theirs; a trade without a word in it is searched in English.
"""

from __future__ import annotations

from dataclasses import dataclass

from lead_pipeline.sandbox.flowmaticx.vocabulary.words import words

LANGUAGES = "en de fr es pt it pl tr el uk ar he zh ja ko".split()  # noqa: SIM905 - in the order of the lines below


@dataclass(frozen=True)
class Trade:
    """A trade."""

    keywords: dict[str, str]
    """By language; English is always there."""
    categories: tuple[str, ...]


def trade(keywords: str, categories: str) -> Trade:
    """Read a trade: its keywords in the order of LANGUAGES, and its categories."""
    return Trade(dict(zip(LANGUAGES, words(keywords), strict=True)), words(categories))


TRADES = (
    trade(
        "plumber Klempner plombier fontanero encanador idraulico hydraulik tesisatçı υδραυλικός сантехнік سباك שרברב"
        " 水管工 水道工事 배관공",
        "Plumber Plumbing_supply_store Heating_contractor",
    ),
    trade(
        "florist Blumenladen fleuriste floristería floricultura fiorista kwiaciarnia çiçekçi ανθοπωλείο квіти"
        " محل_زهور פרחים 花店 花屋 꽃집",
        "Florist Flower_designer",
    ),
    trade(
        "bakery Bäckerei boulangerie panadería padaria panetteria piekarnia fırın αρτοποιείο пекарня مخبز מאפייה"
        " 面包店 パン屋 빵집",
        "Bakery Pastry_shop Café_&_bakery",
    ),
    trade(
        "dentist Zahnarzt dentiste dentista dentista dentista dentysta diş_hekimi οδοντίατρος стоматолог طبيب_أسنان"
        " רופא_שיניים 牙医 歯医者 치과",
        "Dentist Dental_clinic Orthodontist",
    ),
    trade(
        "coffee_shop Café café cafetería cafeteria caffetteria kawiarnia kahve_dükkânı καφετέρια кав'ярня مقهى"
        " בית_קפה 咖啡馆 喫茶店 카페",
        "Coffee_shop Café Espresso_bar",
    ),
    trade(
        "hairdresser Friseur coiffeur peluquería cabeleireiro parrucchiere fryzjer kuaför κομμωτήριο перукарня"
        " صالون_حلاقة מספרה 理发店 美容室 미용실",
        "Hairdresser Hair_salon Barber_shop Beauty_salon",
    ),
    trade(
        "yoga_studio Yogastudio studio_de_yoga centro_de_yoga estúdio_de_ioga centro_yoga szkoła_jogi yoga_stüdyosu"
        " στούντιο_γιόγκα йога-студія استوديو_يوغا סטודיו_יוגה 瑜伽馆 ヨガスタジオ 요가원",
        "Yoga_studio Fitness_center Wellness_center",
    ),
    trade(
        "real_estate_agency Immobilienmakler agence_immobilière inmobiliaria imobiliária agenzia_immobiliare"
        " biuro_nieruchomości emlakçı μεσιτικό_γραφείο агенція_нерухомості مكتب_عقارات תיווך_נדל״ן 房产中介 不動産会社"
        " 부동산",
        "Real_estate_agency Property_management_company",
    ),
    trade(
        "law_firm Rechtsanwalt cabinet_d'avocats abogados advogados studio_legale kancelaria_prawna hukuk_bürosu"
        " δικηγορικό_γραφείο юридична_компанія مكتب_محاماة משרד_עורכי_דין 律师事务所 法律事務所 법률사무소",
        "Law_firm Attorney Notary_public",
    ),
    trade(
        "car_repair Autowerkstatt garage_automobile taller_mecánico oficina_mecânica autofficina warsztat_samochodowy"
        " oto_tamir συνεργείο автосервіс ورشة_سيارات מוסך 汽车修理 自動車整備 자동차정비",
        "Auto_repair_shop Car_service Tire_shop",
    ),
    trade(
        "photographer Fotograf photographe fotógrafo fotógrafo fotografo fotograf fotoğrafçı φωτογράφος фотограф مصور"
        " צלם 摄影师 写真家 사진작가",
        "Photographer Photography_studio Wedding_photographer",
    ),
    trade(
        "restaurant Gaststätte bistrot restaurante churrascaria ristorante restauracja lokanta εστιατόριο ресторан مطعم"
        " מסעדה 餐厅 レストラン 식당",
        "Restaurant Family_restaurant Fine_dining_restaurant",
    ),
    trade(
        "architect Architekt architecte arquitecto arquiteto architetto architekt mimar αρχιτέκτονας архітектор"
        " مهندس_معماري אדריכל 建筑师 建築家 건축가",
        "Architect Architecture_firm Interior_designer",
    ),
    trade(
        "accountant Steuerberater comptable asesoría_fiscal contador commercialista księgowy muhasebeci λογιστής"
        " бухгалтер محاسب רואה_חשבון 会计师 税理士 회계사",
        "Accountant Tax_consultant Bookkeeping_service",
    ),
)
