namespace CommerceKitty.Admin.Features.Demo;

/// <summary>The words of the demo shop. Nobody in it exists: all addresses are in domains kept for examples (RFC 2606).</summary>
internal static class DemoCatalogue
{
    public const string Currency = "EUR";

    public static readonly (string Code, string Name, decimal Price, bool Archived)[] Products =
    [
        ("TREE-OAK-180", "Cat tree Oak, 180 cm", 189.00m, false),
        ("TREE-OAK-120", "Cat tree Oak, 120 cm", 129.00m, false),
        ("TREE-BIRCH-150", "Cat tree Birch, 150 cm", 149.00m, false),
        ("TREE-WALL-SET", "Wall-mounted climbing set, 5 pieces", 94.50m, false),
        ("TREE-MINI", "Cat tree Mini for kittens", 44.95m, false),
        ("SCRATCH-POST-70", "Sisal scratching post, 70 cm", 34.95m, false),
        ("SCRATCH-POST-100", "Sisal scratching post, 100 cm", 49.95m, false),
        ("SCRATCH-WAVE", "Cardboard scratcher Wave", 14.95m, false),
        ("SCRATCH-LOUNGE", "Cardboard scratcher Lounge", 24.95m, false),
        ("SCRATCH-REFILL-2", "Scratcher refill, pack of 2", 9.95m, false),
        ("SCRATCH-MAT", "Sisal mat, 40 × 60 cm", 17.50m, false),
        ("BED-DONUT-S", "Donut bed, small", 29.95m, false),
        ("BED-DONUT-L", "Donut bed, large", 39.95m, false),
        ("BED-RADIATOR", "Radiator hammock", 22.95m, false),
        ("BED-CAVE-FELT", "Felt cave, grey", 54.00m, false),
        ("BED-WINDOW", "Window perch with suction cups", 32.50m, false),
        ("BED-HEATED", "Heated pad, 40 × 50 cm", 46.90m, true),
        ("LITTER-CLUMP-10", "Clumping litter, 10 l", 11.49m, false),
        ("LITTER-CLUMP-20", "Clumping litter, 20 l", 19.99m, false),
        ("LITTER-WOOD-15", "Wood litter, 15 l", 13.95m, false),
        ("LITTER-TOFU-7", "Tofu litter, 7 l", 12.75m, false),
        ("LITTER-SILICA-5", "Silica litter, 5 l", 15.25m, false),
        ("LITTER-BOX-OPEN", "Litter box, open", 16.95m, false),
        ("LITTER-BOX-HOOD", "Litter box with hood", 42.95m, false),
        ("LITTER-BOX-TOP", "Litter box, top entry", 47.50m, false),
        ("LITTER-SCOOP", "Litter scoop, steel", 8.95m, false),
        ("LITTER-MAT-L", "Litter mat, large", 21.95m, false),
        ("LITTER-LINERS-30", "Litter liners, pack of 30", 7.49m, true),
        ("BOWL-CERAMIC-2", "Ceramic bowls, set of 2", 18.95m, false),
        ("BOWL-STEEL", "Steel bowl, 400 ml", 6.95m, false),
        ("BOWL-SLOW", "Slow feeder bowl", 12.95m, false),
        ("BOWL-RAISED", "Raised feeding station, bamboo", 27.95m, false),
        ("FOUNTAIN-2L", "Drinking fountain, 2 l", 39.95m, false),
        ("FOUNTAIN-STEEL", "Drinking fountain, steel, 2.5 l", 59.95m, false),
        ("FOUNTAIN-FILTER-4", "Fountain filters, pack of 4", 12.95m, false),
        ("FEEDER-TIMER", "Automatic feeder with timer", 79.00m, false),
        ("FEEDER-CHIP", "Microchip feeder", 149.95m, false),
        ("FOOD-DRY-ADULT-2", "Dry food Adult chicken, 2 kg", 16.49m, false),
        ("FOOD-DRY-ADULT-10", "Dry food Adult chicken, 10 kg", 62.95m, false),
        ("FOOD-DRY-KITTEN-2", "Dry food Kitten, 2 kg", 17.95m, false),
        ("FOOD-DRY-SENIOR-2", "Dry food Senior, 2 kg", 18.45m, false),
        ("FOOD-WET-TUNA-12", "Wet food Tuna, 12 × 85 g", 14.28m, false),
        ("FOOD-WET-DUCK-12", "Wet food Duck, 12 × 85 g", 15.48m, false),
        ("FOOD-WET-MIX-24", "Wet food Mixed, 24 × 85 g", 27.36m, false),
        ("TREAT-SALMON", "Freeze-dried salmon, 60 g", 6.79m, false),
        ("TREAT-CHICKEN", "Freeze-dried chicken, 60 g", 6.29m, false),
        ("TREAT-PASTE", "Malt paste, 100 g", 5.49m, false),
        ("TREAT-GRASS-3", "Cat grass seeds, 3 bags", 4.95m, false),
        ("TOY-WAND", "Feather wand", 7.95m, false),
        ("TOY-MOUSE-6", "Wool mice, pack of 6", 9.95m, false),
        ("TOY-TUNNEL", "Play tunnel, 120 cm", 19.95m, false),
        ("TOY-PUZZLE", "Treat puzzle, level 2", 16.50m, false),
        ("TOY-BALL-TRACK", "Ball track, 3 levels", 14.50m, false),
        ("TOY-CATNIP-3", "Catnip cushions, pack of 3", 11.25m, false),
        ("TOY-LASER", "Laser pointer", 8.50m, true),
        ("CARRIER-SOFT", "Soft carrier, cabin size", 49.95m, false),
        ("CARRIER-HARD-M", "Hard carrier, medium", 38.95m, false),
        ("CARRIER-BACKPACK", "Carrier backpack with window", 64.95m, false),
        ("CARE-BRUSH", "Self-cleaning brush", 15.95m, false),
        ("CARE-CLIPPER", "Claw clipper", 9.49m, false),
        ("COLLAR-REFLECT", "Reflective safety collar", 10.95m, false),
        ("FLAP-CHIP", "Microchip cat flap", 99.95m, false),
    ];

    public static readonly (string Name, string Email)[] Customers =
    [
        ("Anna de Vries", "anna.devries@example.com"), ("Bram Jansen", "bram.jansen@example.org"),
        ("Charlotte Dubois", "charlotte.dubois@example.com"), ("Daan Bakker", "daan@example.net"),
        ("Élodie Lefèvre", "elodie.lefevre@example.com"), ("François Noël", "f.noel@example.org"),
        ("Grażyna Wójcik", "grazyna.wojcik@example.com"), ("Håkon Sørensen", "hakon.sorensen@example.net"),
        ("İpek Yıldız", "ipek.yildiz@example.com"), ("Jürgen Müller", "juergen.mueller@example.org"),
        ("Kateřina Dvořáková", "katerina.dvorakova@example.com"), ("Lars Østergård", "lars@example.net"),
        ("María José Núñez", "mj.nunez@example.com"), ("Niamh O'Sullivan", "niamh.osullivan@example.org"),
        ("Óscar Peña", "oscar.pena@example.com"), ("Priya Raghunathan", "priya.r@example.net"),
        ("Quirine van der Meer", "quirine@example.com"), ("Rubén Ibáñez", "ruben.ibanez@example.org"),
        ("Sanne Visser", "sanne.visser@example.com"), ("Thảo Nguyễn", "thao.nguyen@example.net"),
        ("Ulrike Groß", "ulrike.gross@example.com"), ("Valentina Rossi", "valentina.rossi@example.org"),
        ("Willem-Jan Smit", "wj.smit@example.com"), ("Xanthe Papadopoulou", "xanthe@example.net"),
        ("Yusuf Demir", "yusuf.demir@example.com"), ("Zoë Claes", "zoe.claes@example.org"),
        ("ليلى حسن", "layla.hassan@example.com"), ("أحمد الخطيب", "ahmad.khatib@example.net"),
        ("فاطمة الزهراء", "fatima.zahra@example.org"), ("王小明", "wang.xiaoming@example.com"),
        ("陳美玲", "chen.meiling@example.net"), ("山田 花子", "hanako.yamada@example.com"),
        ("佐藤 健", "ken.sato@example.org"), ("김민준", "minjun.kim@example.com"),
        ("Дмитрий Соколов", "d.sokolov@example.net"), ("Олена Шевченко", "olena.shevchenko@example.com"),
        ("Γιώργος Παππάς", "giorgos.pappas@example.org"), ("נועה לוי", "noa.levi@example.com"),
        ("अनिता शर्मा", "anita.sharma@example.net"), ("Chukwuemeka Okonkwo", "emeka.okonkwo@example.com"),
        ("Siobhán Ní Bhriain", "siobhan@example.org"), ("Aleksandra Nowak-Kowalska", "aleksandra.nk@example.com"),
        ("Bo Li", "bo.li@example.net"), ("Maximilian Freiherr von Hohenstein", "max.vonhohenstein@example.com"),
        ("Cat Café Utrecht", "orders@catcafe.example"), ("Dierenkliniek De Poes", "inkoop@depoes.example"),
    ];

    /// <summary>Named as often as orders come over them.</summary>
    public static readonly string[] Channels =
        ["Web shop", "Web shop", "Web shop", "Web shop", "Amazon", "Amazon", "Marketplace", "Marketplace", "Zapier"];

    public static readonly string[] Notes =
    [
        "Please leave the parcel with the neighbours at number 14.",
        "Gift: no invoice in the box, please.",
        "Customer called: would like delivery after 17:00.",
        "Doorbell does not work. Knock loudly; the cat will answer.",
        "Address corrected by phone.\nOld one was the customer's office.",
        "Second order this week: combine if it has not left yet.",
        "Asked for the grey one, not the beige one.",
        "VIP: wholesale customer, packs of 12 only.",
        "Merci de livrer à l'accueil.",
        "请在送货前打电话。",
        "الرجاء الاتصال قبل التسليم.",
        "New kitten! 🐈 A sample of Kitten food would be kind.",
    ];

    /// <summary>Who brings parcels, and how their tracking numbers begin.</summary>
    public static readonly (string Name, string Letters)[] Carriers = [("PostNL", "3SDEMO"), ("DHL", "JVGL"), ("DPD", "0158")];

    /// <summary>Null: nobody said why.</summary>
    public static readonly string?[] CancelReasons = ["Customer changed their mind", "Ordered twice", "Payment failed", null];

    /// <summary>Hours at which people order, named as often as they do.</summary>
    public static readonly int[] Hours = [0, 6, 7, 8, 9, 9, 10, 10, 11, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 20, 20, 21, 21, 22, 23];

    public static readonly (string Code, string Name, int Priority)[] Sources =
        [("rotterdam", "Rotterdam warehouse", 1), ("utrecht", "Shop floor Utrecht", 2)];
}
