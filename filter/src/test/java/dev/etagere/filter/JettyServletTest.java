package dev.etagere.filter;

import org.junit.jupiter.api.DisplayName;

@DisplayName("The group-timestamps servlet on Jetty")
class JettyServletTest extends ServletContract {

    @Override
    TestServer start(TestServer.App app) throws Exception {
        return TestServer.jetty(app);
    }
}
