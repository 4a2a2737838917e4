package dev.viva.soak;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ScenarioBuilder;

/** Who uses the service. The addresses are those that viva-soak.yml distinguishes. */
public final class People {
    /** Students anywhere: the limits of one address are those of many people. */
    public static final String ANYWHERE = "127.0.0.1";
    /** A classroom: one address with the limits of one person. Its class pays for it. */
    public static final String CLASSROOM = "127.0.2.1";

    public static final String ABUSE = "127.0.3.1";

    /** Of viva-soak.yml, or of the deployment under test. */
    static final String CLASS_CODE = System.getProperty("viva.class_code", "soak-class-71");

    static final String FACULTY_KEY = System.getProperty("viva.faculty_key", "the-faculty-key-of-the-soak-runs-alone");

    private static final int RESTLESS_READERS = 3;

    private final Settings settings;
    private final Statuses statuses;

    People(Settings settings, Statuses statuses) {
        this.settings = settings;
        this.statuses = statuses;
    }

    /** Each has one voice session after another. */
    public ScenarioBuilder students(Weather weather) {
        var encounter = new Encounter(settings, weather);
        return scenario("students").exec(repeat(settings.sessions()).on(encounter.whole()));
    }

    /** Students who show the code of their class, all at one address. */
    public ScenarioBuilder classroom() {
        var encounter = new Encounter(settings, Weather.FAIR);
        return scenario("class")
                .exec(repeat(settings.sessions())
                        .on(exec(encounter.begin(CLASS_CODE))
                                .exec(encounter.follow(0))
                                .exec(encounter.call())
                                .exec(encounter.talk())
                                .exec(encounter.end())
                                .exec(encounter.compare())));
    }

    /** Students whose session is read by pages that come and go. */
    public ScenarioBuilder restlessReaders(Weather weather) {
        var encounter = new Encounter(settings, weather);
        return scenario("restless readers")
                .exec(repeat(settings.sessions())
                        .on(exec(encounter.begin(""))
                                .exec(encounter.follow(RESTLESS_READERS))
                                .exec(encounter.talk())
                                .exec(encounter.end())
                                .exec(encounter.compare())));
    }

    /** Students who examine the patient for half of the time. */
    public ScenarioBuilder examiners() {
        var encounter = new Encounter(settings, Weather.FAIR);
        return scenario("examination")
                .exec(repeat(settings.sessions())
                        .on(exec(encounter.begin(""))
                                .exec(Examining.choose())
                                .exec(encounter.follow(1))
                                .exec(encounter.third())
                                .exec(encounter.advance("objective"))
                                .exec(Examining.examine(settings.session().dividedBy(2)))
                                .exec(encounter.end())
                                .exec(encounter.compare())));
    }

    public ScenarioBuilder faculty() {
        return scenario("faculty").exec(new Watch(settings).forSoLong(settings.duration()));
    }

    public ScenarioBuilder abuser() {
        return scenario("abuse").exec(new Abuse(statuses).forSoLong(settings.duration()));
    }
}
