package dev.viva.soak.benchmark;

import dev.viva.soak.benchmark.Api.Session;
import dev.viva.soak.machine.Replica;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tests on the patient beside relays, in turns, each into sessions of their own. */
final class ExamineBenchmark implements Benchmark {
    private static final int STUDENTS = 16;
    private static final int ROUNDS = 4;

    @Override
    public List<Row> run(Path folder, Length length) throws Exception {
        try (var replica = Replica.start(folder.resolve("replica"), RelayBenchmark.NO_LIMITS)) {
            var api = new Api(replica.url());
            List<Session> examining = api.begin(STUDENTS);
            for (Session session : examining) {
                String path = "/api/v1/sessions/" + session.id + "/phase";
                api.text(Api.json(api.request(path, session.grant), "{\"phase\":\"objective\"}"));
            }
            List<Session> relaying = api.begin(STUDENTS);
            Duration turn = length.each().dividedBy(ROUNDS * 4);
            Load.measure(relaying, length.warmUp().dividedBy(4), api::relay);
            Load.measure(examining, length.warmUp().dividedBy(4), session -> examine(api, session));
            List<Figures> tests = new ArrayList<>();
            List<Figures> relays = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                tests.add(Load.measure(examining, turn, session -> examine(api, session)));
                relays.add(Load.measure(relaying, turn, api::relay));
            }
            api.verify(relaying);
            return List.of(Row.ratio("examine ÷ relays, 16 connections", Figures.of(tests), Figures.of(relays), null));
        }
    }

    /** By the same client as a relay, so that the ratio is the service's. */
    private static boolean examine(Api api, Session session) throws IOException {
        String test = "{\"item_id\":\"exam_" + session.next()
                + "\",\"test_id\":\"lachman\",\"side\":\"right\",\"consent\":true}";
        return api.postJson(201, "/api/v1/sessions/" + session.id + "/examinations", session.grant, test);
    }
}
