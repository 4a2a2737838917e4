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

    private CaseIndex(List<Topic> topics, TopicConcepts concepts, Ear ear, Answers answers) {
        this.concepts = concepts;
        this.topics = topics;
        this.ear = ear;
        this.answers = answers;
    }

    public static CaseIndex of(CasePair pair, List<StandardQuestion> bank) {
        List<Topic> topics = CaseTopics.of(pair, bank);
        var rarity = new Rarity(texts(topics));
        var concepts = new TopicConcepts(topics);
        return new CaseIndex(topics, concepts, new Ear(topics, concepts, rarity), new Answers(topics, rarity));
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

    Answers answers() {
        return answers;
    }
}
