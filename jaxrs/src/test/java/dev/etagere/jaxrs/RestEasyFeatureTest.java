package dev.etagere.jaxrs;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.ws.rs.core.Application;
import org.jboss.resteasy.core.ResteasyDeploymentImpl;
import org.jboss.resteasy.plugins.server.servlet.HttpServlet30Dispatcher;
import org.jboss.resteasy.spi.ResteasyDeployment;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The feature in RESTEasy")
class RestEasyFeatureTest extends FeatureContract {

    @Override
    HttpServlet servlet(Application application) {
        return new HttpServlet30Dispatcher() {
            private static final long serialVersionUID = 1L;

            @Override
            public void init(ServletConfig config) throws ServletException {
                ResteasyDeployment deployment = new ResteasyDeploymentImpl();
                deployment.setApplication(application);
                deployment.setAsyncJobServiceEnabled(false);
                deployment.start();
                config.getServletContext().setAttribute(ResteasyDeployment.class.getName(), deployment);
                super.init(config);
            }
        };
    }
}
