package dev.etagere.filter;

import org.junit.jupiter.api.DisplayName;

@DisplayName("The filter on Tomcat")
class TomcatFilterTest extends FilterContract {

    @Override
    TestServer start(TestServer.App app) throws Exception {
        return TestServer.tomcat(app);
    }
}
