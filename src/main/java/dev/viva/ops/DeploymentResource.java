package dev.viva.ops;

import dev.viva.api.DeploymentApi;
import dev.viva.model.DeploymentView;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;

/** Tells pages how this deployment works. */
final class DeploymentResource implements DeploymentApi {
    private final Supplier<DeploymentView> view;

    DeploymentResource(Supplier<DeploymentView> view) {
        this.view = view;
    }

    @Override
    public Response getDeployment() {
        return Response.ok(view.get())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
