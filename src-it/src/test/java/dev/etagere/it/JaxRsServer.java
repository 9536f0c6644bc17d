package dev.etagere.it;

import dev.etagere.ConditionalRequests;
import dev.etagere.filter.ConditionalFilter;
import dev.etagere.jaxrs.ConditionalFeature;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.ws.rs.core.Application;
import java.util.HashSet;
import java.util.Set;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.server.filter.RolesAllowedDynamicFeature;
import org.glassfish.jersey.servlet.ServletContainer;
import org.jboss.resteasy.core.ResteasyDeploymentImpl;
import org.jboss.resteasy.plugins.server.servlet.HttpServlet30Dispatcher;
import org.jboss.resteasy.spi.ResteasyDeployment;

/** The implementations of JAX-RS in the servers that they may stand in, each alone and behind the servlet filter. */
enum JaxRsServer {
    JERSEY_ON_JETTY(true, Container.JETTY, false),
    JERSEY_ON_TOMCAT(true, Container.TOMCAT, false),
    RESTEASY_ON_JETTY(false, Container.JETTY, false),
    RESTEASY_ON_TOMCAT(false, Container.TOMCAT, false),
    JERSEY_ON_JETTY_BEHIND_THE_FILTER(true, Container.JETTY, true),
    JERSEY_ON_TOMCAT_BEHIND_THE_FILTER(true, Container.TOMCAT, true),
    RESTEASY_ON_JETTY_BEHIND_THE_FILTER(false, Container.JETTY, true),
    RESTEASY_ON_TOMCAT_BEHIND_THE_FILTER(false, Container.TOMCAT, true);

    private final boolean jersey;
    private final Container container;
    private final boolean filtered;

    JaxRsServer(boolean jersey, Container container, boolean filtered) {
        this.jersey = jersey;
        this.container = container;
        this.filtered = filtered;
    }

    boolean jersey() {
        return jersey;
    }

    boolean filtered() {
        return filtered;
    }

    /** Container fact 35: what JAX-RS alone cannot keep Jetty from. */
    boolean blemishes304() {
        return container == Container.JETTY && !filtered;
    }

    /** Deploys these resources and providers beside the feature; the roles that they allow are enforced. */
    Container.Running start(ConditionalRequests engine, Object... singletons) throws Exception {
        Set<Object> all = new HashSet<>(Set.of(singletons));
        all.add(new ConditionalFeature(engine));
        Application application = new Singletons(all);
        Filter filter = filtered
                ? new ConditionalFilter(engine)
                : (request, response, chain) -> chain.doFilter(request, response);
        return container.start(filter, jersey ? jersey(application) : restEasy(application));
    }

    private static HttpServlet jersey(Application application) {
        return new ServletContainer(ResourceConfig.forApplication(application)
                .register(RolesAllowedDynamicFeature.class)
                .property(ServerProperties.WADL_FEATURE_DISABLE, true));
    }

    private static HttpServlet restEasy(Application application) {
        return new HttpServlet30Dispatcher() {
            private static final long serialVersionUID = 1L;

            @Override
            public void init(ServletConfig config) throws ServletException {
                ResteasyDeployment deployment = new ResteasyDeploymentImpl();
                deployment.setApplication(application);
                deployment.setAsyncJobServiceEnabled(false);
                deployment.setSecurityEnabled(true);
                deployment.start();
                config.getServletContext().setAttribute(ResteasyDeployment.class.getName(), deployment);
                super.init(config);
            }
        };
    }

    private static final class Singletons extends Application {
        private final Set<Object> singletons;

        Singletons(Set<Object> singletons) {
            this.singletons = singletons;
        }

        @SuppressWarnings("deprecation") // There is no other portable way to give an instance.
        @Override
        public Set<Object> getSingletons() {
            return singletons;
        }
    }
}
