package dev.viva.debrief.evidence;

import dev.viva.debrief.language.Sentences;
import dev.viva.model.StandardQuestion;
import dev.viva.patient.CasePair;
import java.util.ArrayList;
import java.util.List;

/** A case prepared for comparing lines with it. It depends on the case and the question bank alone. Immutable. */
public final class CaseIndex {
    private final List<Topic> topics;
    private final Ear ear;
    private final Answers answers;
    private final TopicConcepts concepts;
    private final Relatives relatives;

    private CaseIndex(List<Topic> topics, TopicConcepts concepts, Relatives relatives, Ear ear, Answers answers) {
        this.concepts = concepts;
        this.relatives = relatives;
        this.topics = topics;
        this.ear = ear;
        this.answers = answers;
    }

    public static CaseIndex of(CasePair pair, List<StandardQuestion> bank) {
        List<Topic> topics = CaseTopics.of(pair, bank);
        var rarity = new Rarity(texts(topics));
        var concepts = new TopicConcepts(topics);
        var relatives = new Relatives(topics, pair.tellsAll());
        var ear = new Ear(topics, concepts, relatives, rarity);
        return new CaseIndex(topics, concepts, relatives, ear, new Answers(topics, rarity));
    }

    /** All sentences that the case knows. */
    private static List<String> texts(List<Topic> topics) {
        List<String> texts = new ArrayList<>();
        for (Topic topic : topics) {
            texts.addAll(topic.questions());
            for (String reply : topic.replies()) {
                Sentences.of(reply).forEach(sentence -> texts.add(sentence.of(reply)));
            }
        }
        return texts;
    }

    public List<Topic> topics() {
        return topics;
    }

    Ear ear() {
        return ear;
    }

    TopicConcepts concepts() {
        return concepts;
    }

    Relatives relatives() {
        return relatives;
    }

    Answers answers() {
        return answers;
    }
}
