package dev.viva;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the deployment is for. */
enum Mode {
    /** One's own machine: unsafe settings are warned of. */
    @JsonProperty("development")
    DEVELOPMENT,
    /** Real students: unsafe settings stop the start. */
    @JsonProperty("production")
    PRODUCTION
}
