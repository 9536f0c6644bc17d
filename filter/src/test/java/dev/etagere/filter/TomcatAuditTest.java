package dev.etagere.filter;

import org.junit.jupiter.api.DisplayName;

@DisplayName("The audit of the filter on Tomcat")
class TomcatAuditTest extends AuditContract {

    @Override
    TestServer start(TestServer.App app) throws Exception {
        return TestServer.tomcat(app);
    }
}
