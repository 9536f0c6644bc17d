package dev.etagere.jaxrs;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.ws.rs.core.Application;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.servlet.ServletContainer;
import org.jboss.resteasy.core.ResteasyDeploymentImpl;
import org.jboss.resteasy.plugins.server.servlet.HttpServlet30Dispatcher;
import org.jboss.resteasy.spi.ResteasyDeployment;

/** The implementations of JAX-RS, each as the servlet that an application is mounted by. */
final class Implementations {
    private Implementations() {}

    static HttpServlet jersey(Application application) {
        return new ServletContainer(
                ResourceConfig.forApplication(application).property(ServerProperties.WADL_FEATURE_DISABLE, true));
    }

    static HttpServlet restEasy(Application application) {
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
