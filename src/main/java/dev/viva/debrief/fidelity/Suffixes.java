package dev.viva.debrief.fidelity;

import dev.viva.debrief.evidence.Concepts;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Names of medicines, illnesses and procedures by how they end. Medicines by the stems of the World Health Organization
 * for international non-proprietary names; illnesses and procedures by their Greek and Latin endings.
 */
final class Suffixes {
    private static final int MIN_LENGTH = 6;
    private static final List<String> MEDICINE = List.of(
            "pril",
            "sartan",
            "olol",
            "statin",
            "prazole",
            "mycin",
            "micin",
            "cillin",
            "cycline",
            "floxacin",
            "azepam",
            "zolam",
            "triptan",
            "gliptin",
            "gliflozin",
            "glutide",
            "oxetine",
            "alopram",
            "triptyline",
            "azapine",
            "xaban",
            "grel",
            "dronate",
            "thiazide",
            "semide",
            "profen",
            "fenac",
            "oxicam",
            "coxib",
            "codone",
            "conazole",
            "ciclovir",
            "zumab",
            "ximab",
            "lukast",
            "terol",
            "tropium",
            "prednisone",
            "nidazole",
            "gabalin",
            "setron",
            "tidine",
            "pezil",
            "toin",
            "trigine",
            "racetam",
            "afil",
            "giline",
            "azosin",
            "dipine",
            "pamil",
            "tiazem",
            "darone",
            "fibrate",
            "gliclazide",
            "formin",
            "relin",
            "lutamide",
            "terone",
            "bactam",
            "oxacin",
            "vudine",
            "navir",
            "tegravir",
            "nazole",
            "bendazole",
            "quine",
            "mectin",
            "stigmine",
            "phylline",
            "solone",
            "metasone",
            "asone",
            "sonide",
            "nisolone",
            "cetirizine",
            "goxin",
            "farin",
            "thyroxin",
            "heparin",
            "grelor",
            "platin",
            "taxel",
            "trexate",
            "tinib",
            "limus",
            "zolamide",
            "tanide",
            "lactone",
            "nidine",
            "peridol",
            "peridone",
            "zepine",
            "piclone",
            "zopiclone",
            "pidem",
            "orphine",
            "entanyl",
            "adol",
            "methadone",
            "loxone",
            "trexone",
            "gesic",
            "fungin",
            "cefalexin",
            "taxime",
            "cainide",
            "lidocaine",
            "tamsulosin",
            "steride",
            "roxine",
            "thiazine",
            "promazine",
            "sulpride",
            "triptorelin",
            "vaptan",
            "tretinoin",
            "purine",
            "sulfasalazine",
            "salazine");
    private static final List<String> CONDITION = List.of("itis", "osis", "aemia", "algia", "ectasis", "phlebitis");
    private static final List<String> PROCEDURE = List.of("ectomy", "oscopy", "otomy", "ostomy", "plasty", "angiogram");
    private static final Set<String> OTHERS = Set.of("diagnosis", "prognosis", "nostalgia", "hypnosis", "anatomy");

    private Suffixes() {}

    /** What a word names, if its ending says so. */
    static Optional<Concepts.Concept> of(String word) {
        if (word.length() < MIN_LENGTH || OTHERS.contains(word)) {
            return Optional.empty();
        }
        if (ends(word, MEDICINE)) {
            return Optional.of(new Concepts.Concept(word, Concepts.Kind.MEDICINE));
        }
        if (ends(word, CONDITION)) {
            return Optional.of(new Concepts.Concept(word, Concepts.Kind.CONDITION));
        }
        return ends(word, PROCEDURE)
                ? Optional.of(new Concepts.Concept(word, Concepts.Kind.PROCEDURE))
                : Optional.empty();
    }

    private static boolean ends(String word, List<String> endings) {
        for (String ending : endings) {
            if (word.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }
}
