package dev.etagere.jaxrs;

import jakarta.servlet.http.HttpServlet;
import jakarta.ws.rs.core.Application;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.servlet.ServletContainer;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The feature in Jersey")
class JerseyFeatureTest extends FeatureContract {

    @Override
    HttpServlet servlet(Application application) {
        return new ServletContainer(
                ResourceConfig.forApplication(application).property(ServerProperties.WADL_FEATURE_DISABLE, true));
    }
}
