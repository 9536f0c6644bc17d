package dev.etagere.filter;

import org.junit.jupiter.api.DisplayName;

@DisplayName("The feed on Jetty")
class JettyFeedTest extends FeedContract {

    @Override
    TestServer start(TestServer.App app) throws Exception {
        return TestServer.jetty(app);
    }
}
