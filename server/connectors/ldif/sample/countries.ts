/** Names are written as `local|latin` where the script is not Latin; the second form makes addresses. */
export type Country = {
  readonly code: string
  readonly name: string
  /** ISO 3166-1 numeric. */
  readonly number: number
  readonly language: string
  readonly people: number
  readonly region: 'Europe' | 'Americas' | 'Middle East' | 'Asia'
  readonly offices: readonly Office[]
  readonly given: readonly string[]
  readonly family: readonly string[]
}

export type Office = {
  readonly city: string
  /** The city in Latin letters, for OU and group names. */
  readonly key: string
  readonly state?: string
  readonly streets: readonly string[]
  readonly postalCode: string
  /** `#` stands for a digit. */
  readonly phone: string
  readonly mobile: string
}

const words = (list: string): readonly string[] => list.split(/\s+/)

export const COUNTRIES: readonly Country[] = [
  {
    code: 'DE',
    name: 'Germany',
    number: 276,
    language: 'de-DE',
    people: 62,
    region: 'Europe',
    offices: [
      {
        city: 'München',
        key: 'Munich',
        state: 'Bayern',
        streets: ['Königinstraße 12', 'Schwabinger Weg 4a'],
        postalCode: '80539',
        phone: '+49 89 5500 ####',
        mobile: '+49 151 550 #####',
      },
      {
        city: 'Köln',
        key: 'Cologne',
        state: 'Nordrhein-Westfalen',
        streets: ['Große Brücke 7'],
        postalCode: '50667',
        phone: '+49 221 5500-###',
        mobile: '+49 170 550 ####',
      },
    ],
    given: words(
      'Jürgen Anna Björn Käthe Lukas Sören Hannelore Günther Mareike Jörg Annika Matthias Gisela Torsten Heike Uwe Friederike Sebastian Ursula Ralf',
    ),
    family: words(
      'Müller Schäfer Groß Weiß Köhler Böhm Fuchs Jäger Krüger Schröder Lindner Vogt Straßer Hübner Brandt Kühn Öztürk-Lange Reuß Voß Zöllner',
    ),
  },
  {
    code: 'PL',
    name: 'Poland',
    number: 616,
    language: 'pl-PL',
    people: 44,
    region: 'Europe',
    offices: [
      {
        city: 'Łódź',
        key: 'Lodz',
        state: 'łódzkie',
        streets: ['ul. Piotrkowska 88', 'ul. Żeromskiego 3'],
        postalCode: '90-001',
        phone: '+48 42 550 ## ##',
        mobile: '+48 601 55# ###',
      },
      {
        city: 'Kraków',
        key: 'Krakow',
        state: 'małopolskie',
        streets: ['ul. Świętej Gertrudy 5'],
        postalCode: '31-046',
        phone: '+48 12 550 ## ##',
        mobile: '+48 602 55# ###',
      },
    ],
    given: words(
      'Łukasz Małgorzata Paweł Agnieszka Grażyna Stanisław Zuzanna Michał Bożena Krzysztof Świętosława Jędrzej Halina Wojciech Róża',
    ),
    family: words(
      'Wójcik Kamiński Dąbrowska Zieliński Szymańska Woźniak Kozłowski Jabłońska Wróbel Piątek Górska Ślusarczyk Żak Ćwikła Łęcki',
    ),
  },
  {
    code: 'TR',
    name: 'Türkiye',
    number: 792,
    language: 'tr-TR',
    people: 30,
    region: 'Middle East',
    offices: [
      {
        city: 'İzmir',
        key: 'Izmir',
        streets: ['Şehit Fethi Bey Caddesi 41', 'Gül Sokağı 9'],
        postalCode: '35210',
        phone: '+90 232 550 ## ##',
        mobile: '+90 532 550 ## ##',
      },
    ],
    given: words(
      'İbrahim Ayşe Çağlar Gülşen Işıl Ömer Şükran Yiğit Nazlı Uğur Özge Tuğba Barış Ceren İlknur',
    ),
    family: words(
      'Yılmaz Kaya Şahin Çelik Öztürk Aydın Doğan Kılıç Işık Güneş Şimşek Yıldırım Avcı Bağcı İnce',
    ),
  },
  {
    code: 'GR',
    name: 'Greece',
    number: 300,
    language: 'el-GR',
    people: 24,
    region: 'Europe',
    offices: [
      {
        city: 'Θεσσαλονίκη',
        key: 'Thessaloniki',
        streets: ['Οδός Εγνατίας 21'],
        postalCode: '546 30',
        phone: '+30 2310 550 ###',
        mobile: '+30 694 550 ####',
      },
    ],
    given: words(
      'Γιώργος|Giorgos Μαρία|Maria Νίκος|Nikos Ελένη|Eleni Δημήτρης|Dimitris Αικατερίνη|Aikaterini Θανάσης|Thanasis Ξένια|Xenia Χρήστος|Christos Σοφία|Sofia Άγγελος|Angelos Ωραιοζήλη|Oraiozili',
    ),
    family: words(
      'Παπαδόπουλος|Papadopoulos Γεωργίου|Georgiou Νικολάου|Nikolaou Οικονόμου|Oikonomou Χατζή|Chatzi Βασιλείου|Vasileiou Αθανασίου|Athanasiou Μάρκου|Markou Ψαρρά|Psarra Ζαχαρίου|Zachariou',
    ),
  },
  {
    code: 'BG',
    name: 'Bulgaria',
    number: 100,
    language: 'bg-BG',
    people: 26,
    region: 'Europe',
    offices: [
      {
        city: 'Пловдив',
        key: 'Plovdiv',
        streets: ['ул. „Иван Вазов“ 14', 'бул. „Шести септември“ 150'],
        postalCode: '4000',
        phone: '+359 32 550 ###',
        mobile: '+359 88 550 ####',
      },
    ],
    given: words(
      'Георги|Georgi Мария|Mariya Димитър|Dimitar Елена|Elena Йордан|Yordan Цветелина|Tsvetelina Стоян|Stoyan Радка|Radka Владимир|Vladimir Жанета|Zhaneta Щилян|Shtilyan Юлия|Yuliya',
    ),
    family: words(
      'Иванов|Ivanov Петрова|Petrova Димитров|Dimitrov Георгиева|Georgieva Стоянов|Stoyanov Христова|Hristova Ангелов|Angelov Тодорова|Todorova Желязков|Zhelyazkov Цанева|Tsaneva',
    ),
  },
  {
    code: 'UA',
    name: 'Ukraine',
    number: 804,
    language: 'uk-UA',
    people: 22,
    region: 'Europe',
    offices: [
      {
        city: 'Львів',
        key: 'Lviv',
        streets: ['вул. Зелена 33', 'вул. Ґонти 8'],
        postalCode: '79005',
        phone: '+380 32 550 ## ##',
        mobile: '+380 67 550 ## ##',
      },
    ],
    given: words(
      'Олександр|Oleksandr Оксана|Oksana Ярослав|Yaroslav Наталія|Nataliia Іван|Ivan Юлія|Yuliia Андрій|Andrii Євгенія|Yevheniia Богдан|Bohdan Ганна|Hanna',
    ),
    family: words(
      "Шевченко|Shevchenko Коваленко|Kovalenko Бойко|Boiko Ткаченко|Tkachenko Кравченко|Kravchenko Олійник|Oliinyk Лук'яненко|Lukianenko Їжакевич|Yizhakevych Ґалаґан|Galagan Щербак|Shcherbak",
    ),
  },
  {
    code: 'CZ',
    name: 'Czechia',
    number: 203,
    language: 'cs-CZ',
    people: 24,
    region: 'Europe',
    offices: [
      {
        city: 'Plzeň',
        key: 'Plzen',
        streets: ['Náměstí Republiky 6', 'Křižíkova 17'],
        postalCode: '301 00',
        phone: '+420 377 55# ###',
        mobile: '+420 602 55# ###',
      },
    ],
    given: words('Jiří Zdeňka Ondřej Šárka Tomáš Věra Dušan Markéta Řehoř Žaneta Matěj Růžena'),
    family: words(
      'Dvořák Nováková Procházka Kučerová Veselý Němcová Růžička Šťastná Říha Ďuriš Čížek Křížová',
    ),
  },
  {
    code: 'FR',
    name: 'France',
    number: 250,
    language: 'fr-FR',
    people: 30,
    region: 'Europe',
    offices: [
      {
        city: 'Orléans',
        key: 'Orleans',
        state: 'Centre-Val de Loire',
        streets: ["12 rue de l'Évêché", '3 bis quai du Châtelet'],
        postalCode: '45000',
        phone: '+33 2 38 55 ## ##',
        mobile: '+33 6 55 ## ## ##',
      },
    ],
    given: words(
      'François Chloé Jérôme Hélène Zoé Anaïs Benoît Cécile Loïc Maëlle Rémi Noëlle Cyprien Océane',
    ),
    family: words(
      "Lefèvre Bézier Garçon Dupré Noël Béranger Château L'Hôpital Rivière Façade Cœur Guérin Mercœur Prévôt",
    ),
  },
  {
    code: 'IS',
    name: 'Iceland',
    number: 352,
    language: 'is-IS',
    people: 12,
    region: 'Europe',
    offices: [
      {
        city: 'Akureyri',
        key: 'Akureyri',
        streets: ['Hafnarstræti 91'],
        postalCode: '600',
        phone: '+354 460 55##',
        mobile: '+354 860 55##',
      },
    ],
    given: words('Þórður Guðrún Ásgeir Sæunn Örn Ólöf Þóra Eiður'),
    family: words('Jónsdóttir Þorsteinsson Sæmundsson Guðmundsdóttir Ægisson Björnsdóttir'),
  },
  {
    code: 'US',
    name: 'United States',
    number: 840,
    language: 'en-US',
    people: 34,
    region: 'Americas',
    offices: [
      {
        city: 'Duluth',
        key: 'Duluth',
        state: 'MN',
        streets: ['450 Superior Street', '12 Canal Park Drive, Suite 300'],
        postalCode: '55802',
        phone: '+1 (218) 555-01##',
        mobile: '+1 (218) 555-01##',
      },
    ],
    given: words(
      "James Patricia Robert Linda D'Andre Maria Siobhán Kevin Renée William Zoë Michael Barbara Thomas",
    ),
    family: words(
      "O'Neill Smith Johnson Peña García Brown Nguyen Miller MacDonald St.James Walker Jean-Baptiste Núñez",
    ),
  },
  {
    code: 'BR',
    name: 'Brazil',
    number: 76,
    language: 'pt-BR',
    people: 20,
    region: 'Americas',
    offices: [
      {
        city: 'Florianópolis',
        key: 'Florianopolis',
        state: 'SC',
        streets: ['Rua Conselheiro Mafra 220', 'Avenida Hercílio Luz 18'],
        postalCode: '88010-100',
        phone: '+55 48 3550-####',
        mobile: '+55 48 99550-####',
      },
    ],
    given: words('João Conceição Antônio Inês Márcio Letícia Sebastião Flávia Otávio Débora'),
    family: words('Gonçalves Araújo Simões Magalhães Assunção Brandão Leitão Mourão Ângelo Estêvão'),
  },
  {
    code: 'JP',
    name: 'Japan',
    number: 392,
    language: 'ja-JP',
    people: 30,
    region: 'Asia',
    offices: [
      {
        city: '金沢市',
        key: 'Kanazawa',
        state: '石川県',
        streets: ['香林坊1丁目2番3号', '片町2丁目10番4号'],
        postalCode: '920-0961',
        phone: '+81 76-255-####',
        mobile: '+81 90-5500-####',
      },
    ],
    given: words(
      '太郎|Taro 花子|Hanako 健太|Kenta 美咲|Misaki 翔|Sho さくら|Sakura 大輔|Daisuke 陽子|Yoko 拓也|Takuya 愛|Ai 裕子|Yuko 蓮|Ren',
    ),
    family: words(
      '佐藤|Sato 鈴木|Suzuki 高橋|Takahashi 田中|Tanaka 渡辺|Watanabe 伊藤|Ito 山本|Yamamoto 中村|Nakamura 小林|Kobayashi 加藤|Kato 𠮷田|Yoshida',
    ),
  },
  {
    code: 'EG',
    name: 'Egypt',
    number: 818,
    language: 'ar-EG',
    people: 18,
    region: 'Middle East',
    offices: [
      {
        city: 'الإسكندرية',
        key: 'Alexandria',
        streets: ['شارع فؤاد ١٢'],
        postalCode: '21500',
        phone: '+20 3 550 ####',
        mobile: '+20 100 550 ####',
      },
    ],
    given: words(
      'أحمد|Ahmed فاطمة|Fatma محمد|Mohamed منى|Mona يوسف|Youssef هبة|Heba خالد|Khaled نادية|Nadia',
    ),
    family: words(
      'حسن|Hassan السيد|El-Sayed عبدالله|Abdallah منصور|Mansour الشريف|El-Sherif فؤاد|Fouad صالح|Saleh',
    ),
  },
  {
    code: 'IL',
    name: 'Israel',
    number: 376,
    language: 'he-IL',
    people: 16,
    region: 'Middle East',
    offices: [
      {
        city: 'חיפה',
        key: 'Haifa',
        streets: ['רחוב הנמל 8'],
        postalCode: '3303108',
        phone: '+972 4-855-####',
        mobile: '+972 50-855-####',
      },
    ],
    given: words('דוד|David רחל|Rachel יוסי|Yossi מיכל|Michal אבי|Avi תמר|Tamar נועם|Noam שירה|Shira'),
    family: words('כהן|Cohen לוי|Levi מזרחי|Mizrahi פרץ|Peretz ביטון|Biton אברהם|Avraham פרידמן|Friedman'),
  },
  {
    code: 'VN',
    name: 'Viet Nam',
    number: 704,
    language: 'vi-VN',
    people: 24,
    region: 'Asia',
    offices: [
      {
        city: 'Đà Nẵng',
        key: 'Da Nang',
        streets: ['18 Đường Bạch Đằng', '5 Đường Trần Phú'],
        postalCode: '550000',
        phone: '+84 236 3550 ###',
        mobile: '+84 905 550 ###',
      },
    ],
    given: words('Anh Bích Cường Dũng Hằng Hương Khánh Lệ Mỹ Ngọc Phượng Quỳnh Thảo Tuấn Vũ'),
    family: words('Nguyễn Trần Lê Phạm Hoàng Huỳnh Vũ Võ Đặng Bùi Đỗ Ngô'),
  },
]
