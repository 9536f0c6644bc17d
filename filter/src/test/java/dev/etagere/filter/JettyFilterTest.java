package dev.etagere.filter;

import org.junit.jupiter.api.DisplayName;

@DisplayName("The filter on Jetty")
class JettyFilterTest extends FilterContract {

    @Override
    TestServer start(TestServer.App app) throws Exception {
        return TestServer.jetty(app);
    }
}
