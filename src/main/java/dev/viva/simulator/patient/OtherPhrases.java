package dev.viva.simulator.patient;

import java.util.List;
import java.util.Map;

/** The phrases of patients who speak another language than English. */
final class OtherPhrases {
    static final Phrases SPANISH = new Phrases(
            List.of(
                    "Perdone, no le he entendido bien. ¿Me lo puede preguntar de otra manera?",
                    "No entiendo bien qué quiere decir. ¿Me lo puede explicar?",
                    "Lo siento, no sé qué responder a eso. ¿Me lo pregunta con otras palabras?"),
            List.of("Creo que ya se lo he dicho.", "Como le decía."),
            Map.ofEntries(
                    Map.entry(Intent.GREETING, List.of("Buenos días.")),
                    Map.entry(Intent.HOW_ARE_YOU, List.of("Bien, gracias, aparte de lo que me trae aquí.")),
                    Map.entry(Intent.CONSENT, List.of("Sí, de acuerdo.")),
                    Map.entry(Intent.ANYTHING_ELSE, List.of("No, creo que eso es todo.")),
                    Map.entry(Intent.GO_ON, List.of("No sé qué más decirle de eso.")),
                    Map.entry(Intent.QUESTIONS, List.of("No, por ahora no, gracias.")),
                    Map.entry(Intent.THANKS, List.of("De nada.")),
                    Map.entry(Intent.GOODBYE, List.of("Adiós, y gracias.")),
                    Map.entry(Intent.EMPATHY, List.of("Gracias por decirlo.")),
                    Map.entry(
                            Intent.STOP,
                            List.of(
                                    "Esto es una simulación. Puede terminarla cuando quiera y hablar con su docente."))),
            "Prefiero no hablar de eso ahora.",
            "De esa prueba no le puedo decir nada. No hay nada registrado.",
            "¿Qué lado, el izquierdo o el derecho?",
            "¿Me pregunta antes si estoy de acuerdo?",
            "¿Quiere decir %s, o %s?",
            "Eso tendría que preguntárselo a %s.",
            "%s lo contó así: %s");

    static final Phrases GERMAN = new Phrases(
            List.of(
                    "Entschuldigung, das habe ich nicht verstanden. Können Sie das anders fragen?",
                    "Ich weiß nicht, was Sie meinen. Können Sie es anders sagen?",
                    "Tut mir leid, darauf weiß ich keine Antwort. Fragen Sie bitte mit anderen Worten?"),
            List.of("Das habe ich, glaube ich, schon gesagt.", "Wie gesagt."),
            Map.ofEntries(
                    Map.entry(Intent.GREETING, List.of("Guten Tag.")),
                    Map.entry(Intent.HOW_ARE_YOU, List.of("Danke, ganz gut, abgesehen von dem, weshalb ich hier bin.")),
                    Map.entry(Intent.CONSENT, List.of("Ja, das ist in Ordnung.")),
                    Map.entry(Intent.ANYTHING_ELSE, List.of("Nein, ich glaube, das war alles.")),
                    Map.entry(Intent.GO_ON, List.of("Mehr weiß ich dazu nicht zu sagen.")),
                    Map.entry(Intent.QUESTIONS, List.of("Nein, im Moment nicht, danke.")),
                    Map.entry(Intent.THANKS, List.of("Gern geschehen.")),
                    Map.entry(Intent.GOODBYE, List.of("Auf Wiedersehen, und danke.")),
                    Map.entry(Intent.EMPATHY, List.of("Danke, dass Sie das sagen.")),
                    Map.entry(
                            Intent.STOP,
                            List.of(
                                    "Das ist eine Simulation. Sie können sie jederzeit beenden und mit Ihrer Lehrperson sprechen."))),
            "Darüber möchte ich jetzt lieber nicht sprechen.",
            "Dazu kann ich nichts sagen. Dafür ist nichts festgehalten.",
            "Welche Seite, links oder rechts?",
            "Fragen Sie mich bitte vorher, ob das in Ordnung ist?",
            "Meinen Sie %s oder %s?",
            "Das müssten Sie %s fragen.",
            "%s hat es so erzählt: %s");

    static final Phrases FRENCH = new Phrases(
            List.of(
                    "Pardon, je n'ai pas bien compris. Pouvez-vous me le demander autrement ?",
                    "Je ne vois pas ce que vous voulez dire. Pouvez-vous l'expliquer ?",
                    "Désolé, je ne sais pas quoi répondre. Vous pouvez le dire avec d'autres mots ?"),
            List.of("Je crois que je vous l'ai déjà dit.", "Comme je vous le disais."),
            Map.ofEntries(
                    Map.entry(Intent.GREETING, List.of("Bonjour.")),
                    Map.entry(Intent.HOW_ARE_YOU, List.of("Ça va, merci, à part ce qui m'amène.")),
                    Map.entry(Intent.CONSENT, List.of("Oui, d'accord.")),
                    Map.entry(Intent.ANYTHING_ELSE, List.of("Non, je crois que c'est tout.")),
                    Map.entry(Intent.GO_ON, List.of("Je ne sais pas quoi dire de plus.")),
                    Map.entry(Intent.QUESTIONS, List.of("Non, pas pour le moment, merci.")),
                    Map.entry(Intent.THANKS, List.of("Je vous en prie.")),
                    Map.entry(Intent.GOODBYE, List.of("Au revoir, et merci.")),
                    Map.entry(Intent.EMPATHY, List.of("Merci de le dire.")),
                    Map.entry(
                            Intent.STOP,
                            List.of(
                                    "C'est une simulation. Vous pouvez l'arrêter à tout moment et parler à votre enseignant."))),
            "Je préfère ne pas en parler maintenant.",
            "Je ne peux rien vous dire sur cet examen. Rien n'est noté.",
            "De quel côté, gauche ou droit ?",
            "Vous me demandez d'abord si je suis d'accord ?",
            "Vous voulez dire %s, ou %s ?",
            "Il faudrait le demander à %s.",
            "%s l'a raconté ainsi : %s");

    private OtherPhrases() {}
}
