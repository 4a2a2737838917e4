package dev.viva.wire;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs after every test; JUnit finds it in {@code META-INF/services}. */
public final class FailsOnBrokenContract implements AfterEachCallback, AfterAllCallback {
    @Override
    public void afterEach(ExtensionContext context) {
        check(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        check(context);
    }

    private static void check(ExtensionContext context) {
        List<String> broken = ContractCheck.takeBroken();
        if (!broken.isEmpty() && context.getExecutionException().isEmpty()) {
            throw new AssertionError(String.join("\n", broken));
        }
    }
}
