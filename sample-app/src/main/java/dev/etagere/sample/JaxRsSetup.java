package dev.etagere.sample;

import dev.etagere.filter.Etagere;
import dev.etagere.jaxrs.ConditionalFeature;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.servlet.ServletContainer;

/** Puts the JAX-RS resources behind the filter, with its engine. */
public final class JaxRsSetup implements ServletContextListener {

    /** For {@code web.xml}. */
    public JaxRsSetup() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        Catalogue catalogue = (Catalogue) context.getAttribute(Catalogue.ATTRIBUTE);
        ResourceConfig resources = new ResourceConfig()
                .property(ServerProperties.WADL_FEATURE_DISABLE, true)
                .register(new ConditionalFeature(Etagere.engine(context)))
                .register(new StartResource())
                .register(new ProductsResource(catalogue))
                .register(new SearchResource(catalogue))
                .register(new AccountResource())
                .register(new Problems.OfProducts())
                .register(new Problems.OfJaxRs());
        ServletRegistration.Dynamic servlet = context.addServlet("resources", new ServletContainer(resources));
        servlet.addMapping("/*");
        servlet.setAsyncSupported(true);
        servlet.setLoadOnStartup(1);
    }
}
