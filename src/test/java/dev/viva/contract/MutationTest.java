package dev.viva.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Tests the suite itself: against a service that breaks the contract it fails with the right message. */
class MutationTest {
    @ParameterizedTest
    @EnumSource(Mutation.class)
    void suiteDetectsEveryMutation(Mutation mutation, @TempDir Path folder) {
        try (var server = VivaServer.start(folder, new TestClock(), mutation::into)) {
            TestExecutionSummary run = suite(server);

            assertThat(run.getTestsStartedCount()).isGreaterThan(20);
            if (mutation == Mutation.NONE) {
                assertThat(run.getFailures()).isEmpty();
            } else {
                assertThat(run.getFailures())
                        .anyMatch(failure ->
                                String.valueOf(failure.getException()).contains(mutation.finding));
            }
        }
    }

    private static TestExecutionSummary suite(VivaServer server) {
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(EncounterSuiteTest.class), selectClass(ReadingSuiteTest.class))
                .configurationParameter(Deployment.URL, server.url().toString())
                .configurationParameter(Deployment.FACULTY_KEY, Api.FACULTY)
                .build();
        var summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, summary);
        return summary.getSummary();
    }
}
