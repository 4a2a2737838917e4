package dev.viva.contract;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dropwizard.core.setup.Environment;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;

/** Ways to break the service that only clients can observe. */
enum Mutation {
    NONE(""),
    WRONG_STATUS("createSession does not declare status 200") {
        @Override
        void apply(ContainerResponseContext response, ObjectMapper json) {
            if (response.getStatus() == 201 && response.getHeaders().containsKey("Location")) {
                response.setStatus(200);
            }
        }
    },
    MISSING_HEADER("header ETag is missing") {
        @Override
        void apply(ContainerResponseContext response, ObjectMapper json) {
            response.getHeaders().remove("ETag");
        }
    },
    EXTRA_NULL("body /role_id: null found") {
        @Override
        void apply(ContainerResponseContext response, ObjectMapper json) {
            if (response.getEntity() instanceof dev.viva.model.Session session && session.roleId() == null) {
                ObjectNode body = json.valueToTree(session);
                response.setEntity(body.putNull("role_id"));
            }
        }
    };

    /** The message that the suite must fail with. */
    final String finding;

    Mutation(String finding) {
        this.finding = finding;
    }

    void apply(ContainerResponseContext response, ObjectMapper json) {
        // This one does not change the service.
    }

    /** Installs it in a service. */
    void into(Environment environment) {
        ObjectMapper json = environment.getObjectMapper();
        environment.jersey().register(new ContainerResponseFilter() {
            @Override
            public void filter(ContainerRequestContext request, ContainerResponseContext response) {
                apply(response, json);
            }
        });
    }
}
