package dev.etagere.filter;

import org.junit.jupiter.api.DisplayName;

@DisplayName("The audit of the filter on Jetty")
class JettyAuditTest extends AuditContract {

    @Override
    TestServer start(TestServer.App app) throws Exception {
        return TestServer.jetty(app);
    }
}
