package dev.etagere.jaxrs;

import jakarta.servlet.http.HttpServlet;
import jakarta.ws.rs.core.Application;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The feature in Jersey")
class JerseyFeatureTest extends FeatureContract {

    @Override
    HttpServlet servlet(Application application) {
        return Implementations.jersey(application);
    }
}
