"""Countries of the south of Europe, and those overseas that speak their languages.

Made-up firms, common names; nobody real is meant.
"""

from __future__ import annotations

from lead_pipeline.sandbox.flowmaticx.vocabulary.country import country

SOUTH = (
    country(
        "ES",
        "es",
        "Spain",
        phones="+3491:7 +3493:7 +34612:6",
        cities="Málaga:290## Barcelona:080## A_Coruña:150## Logroño:260##",
        streets="Calle_Mayor Avenida_de_la_Constitución Plaza_España Calle_Núñez Paseo_Marítimo Ronda_de_Sant_Pere",
        address="{street}, {number}",
        firsts="María José Begoña Íñigo Lucía Jesús Núria Álvaro Martí Noelia",
        lasts="García_López Muñoz Ibáñez Peña Fernández Castaño Güell Rodríguez Núñez Martín",
        brands="El_Olivo La_Cigüeña Mar_Azul Buenavista Piñata Tres_Reyes Año_Nuevo La_Perla Señorío Mañana",
        patterns=("{trade} {brand}", "{brand} S.L.", "Hermanos {last}", "{brand} {city}", "¡{brand}!"),
        hello="Hola {first}:",
    ),
    country(
        "MX",
        "es",
        "Mexico",
        phones="+5255:8 +5233:8 +5281:8",
        cities="Mérida:970## León:370## Ciudad_de_México:06###",
        streets="Av._Benito_Juárez Calle_Reforma Calzada_de_los_Niños Blvd._Díaz_Ordaz Calle_5_de_Mayo",
        address="{street} #{number}",
        firsts="Guadalupe Ángel Ximena Ramón Itzel Jesús Sofía Héctor",
        lasts="Hernández González Núñez Ávila Pérez Juárez Ordóñez Cruz",
        brands="El_Águila Los_Cuñados Luna_Llena La_Güera Quetzal Cactus Doña_Lupe Sol_y_Mar",
        patterns=("{trade} {brand}", "{brand} S.A. de C.V.", "{trade} {last}", "{brand} de {city}"),
        hello="¡Hola {first}!",
    ),
    country(
        "BR",
        "pt",
        "Brazil",
        phones="+55119:8 +55213:7 +55713:7",
        cities="São_Paulo:01###-### Brasília:70###-### Maceió:57###-###",
        streets="Rua_São_João Avenida_Paulista Travessa_das_Mangueiras Praça_da_Sé Rua_das_Orquídeas Alameda_Ipê",
        address="{street}, {number}",
        firsts="João Antônia Conceição Luís Tainá Fábio Letícia Caio",
        lasts="da_Silva Gonçalves Araújo Simões Assunção Oliveira Brandão Sá",
        brands="Ipê_Amarelo Coração Pão_Quente Maracanã Três_Irmãos Estação Sabiá Jacarandá",
        patterns=("{trade} {brand}", "{brand} Ltda", "{brand} & Cia", "{trade} do {last}"),
        hello="Olá, {first}!",
    ),
    country(
        "IT",
        "it",
        "Italy",
        phones="+3902:7 +3906:7 +39347:7",
        cities="Milano:201## Forlì:4712# Cefalù:90015 Torino:101##",
        streets="Via_Roma Corso_Italia Piazza_Libertà Via_XX_Settembre Vicolo_della_Città Viale_Unità",
        address="{street}, {number}",
        firsts="Nicolò Giulia Niccolò Martina Andrea Mosè Chiara Matteo",
        lasts="Rossi D'Angelo Cannavò Esposito Dell'Orto Bianchi Nicolò Ferrari",
        brands="Bella_Vista La_Bontà Il_Gelsomino Tre_Archi Città_Alta Da_Mimmo Perché_No L'Angolo",
        patterns=("{trade} {brand}", "{brand} S.r.l.", "{last} & Figli", "{trade} da {last}"),
        hello="Buongiorno {first},",
    ),
    country(
        "GR",
        "el",
        "Greece",
        phones="+30210:7 +302310:6 +306944:6",
        cities="Αθήνα=athina:10#_## Θεσσαλονίκη=thessaloniki:54#_## Χανιά=chania:73#_##",
        streets="Ερμού Βασιλίσσης_Σοφίας Ελευθερίου_Βενιζέλου Αγίου_Δημητρίου Τσιμισκή Πλατεία_Συντάγματος",
        firsts="Αθηνά=athina Γιώργος=giorgos Ελένη=eleni Δημήτρης=dimitris Σοφία=sofia Νίκος=nikos Χαρά=chara",
        lasts="Παπαδόπουλος=papadopoulos Γεωργίου=georgiou Οικονόμου=oikonomou Ψαρράς=psarras Κωνσταντίνου=konstantinou"
        " Αγγελοπούλου=angelopoulou Μάρκου=markou Ξένος=xenos",
        brands="Η_Ελιά=elia Το_Κύμα=kyma Ακρόπολις=akropolis Γαλάζιο=galazio Ήλιος=ilios Θάλασσα=thalassa"
        " Αστέρι=asteri Μύλος=mylos",
        patterns=("{trade} «{brand}»", "{brand} Α.Ε.", "{last} & Υιοί", "{brand} {city}"),
        hello="Καλημέρα {first},",
    ),
    country(
        "TR",
        "tr",
        "Türkiye",
        phones="+90212:7 +90232:7 +90532:7",
        cities="İstanbul:34### İzmir:35### Eskişehir:26### Şanlıurfa:63###",
        streets="Atatürk_Caddesi İstiklal_Caddesi Çınar_Sokak Gül_Sokağı Cumhuriyet_Bulvarı Yeşil_Yol",
        address="{street} No:{number}",
        firsts="Ayşe Çağlar İpek Oğuz Şule Ömer Işıl Gökhan",
        lasts="Yılmaz Öztürk Şahin Çelik Doğan Kılıç Aydın Güneş",
        brands="Güneş Yıldız Çınaraltı Boğaziçi Şifa İnci Lâle Köşk",
        patterns=("{brand} {trade}", "{brand} Ltd. Şti.", "{last} Kardeşler", "{brand} {city}"),
        hello="Merhaba {first},",
    ),
)
