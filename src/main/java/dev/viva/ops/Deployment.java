package dev.viva.ops;

import dev.viva.model.ProviderKind;
import dev.viva.model.StorageKind;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How this process is deployed.
 *
 * @param dataPlace where lines are stored, in words and without a password, such as a file's path
 * @param drainNotice how long the server stays open after readiness turns 503
 */
public record Deployment(
        StorageKind storage, String dataPlace, Path dataDirectory, ProviderKind provider, Duration drainNotice) {}
