package dev.etagere.filter;

import org.junit.jupiter.api.DisplayName;

@DisplayName("The feed on Tomcat")
class TomcatFeedTest extends FeedContract {

    @Override
    TestServer start(TestServer.App app) throws Exception {
        return TestServer.tomcat(app);
    }
}
