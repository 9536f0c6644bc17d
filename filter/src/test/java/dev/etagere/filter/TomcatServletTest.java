package dev.etagere.filter;

import org.junit.jupiter.api.DisplayName;

@DisplayName("The group-timestamps servlet on Tomcat")
class TomcatServletTest extends ServletContract {

    @Override
    TestServer start(TestServer.App app) throws Exception {
        return TestServer.tomcat(app);
    }
}
