package dev.viva.realtime;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long each request to the provider may take, answer included.
 *
 * @param connect to open a connection. Default 5 s
 * @param call to begin a call. Tried once, since each try may begin a paid call. Default 15 s
 * @param hangUp for each of up to three tries to end a call. Default 5 s
 * @param sideband to attach to a call, and for a change of its instructions to be acknowledged. Default 5 s
 * @param mint for each try to mint a secret for a browser. Default 10 s
 * @param models for each try to list the models. Default 10 s
 * @param answer for the patient's whole answer to a typed line. Default 20 s
 */
@JsonNaming(SnakeCaseStrategy.class)
public record TimeoutConfiguration(
        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 1, unit = TimeUnit.MINUTES)
        Duration connect,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 2, unit = TimeUnit.MINUTES)
        Duration call,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 1, unit = TimeUnit.MINUTES)
        Duration hangUp,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 1, unit = TimeUnit.MINUTES)
        Duration sideband,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 1, unit = TimeUnit.MINUTES)
        Duration mint,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 1, unit = TimeUnit.MINUTES)
        Duration models,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 1, unit = TimeUnit.MINUTES)
        Duration answer) {

    public static final TimeoutConfiguration DEFAULTS =
            new TimeoutConfiguration(null, null, null, null, null, null, null);

    public TimeoutConfiguration(
            @Nullable Duration connect,
            @Nullable Duration call,
            @Nullable Duration hangUp,
            @Nullable Duration sideband,
            @Nullable Duration mint,
            @Nullable Duration models,
            @Nullable Duration answer) {
        this.connect = connect == null ? Duration.seconds(5) : connect;
        this.call = call == null ? Duration.seconds(15) : call;
        this.hangUp = hangUp == null ? Duration.seconds(5) : hangUp;
        this.sideband = sideband == null ? Duration.seconds(5) : sideband;
        this.mint = mint == null ? Duration.seconds(10) : mint;
        this.models = models == null ? Duration.seconds(10) : models;
        this.answer = answer == null ? Duration.seconds(20) : answer;
    }
}
