package dev.etagere.it;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** P57: the whole {@link PreconditionMatrix}, once more than any peer has tried it. */
class PreconditionMatrixIT {

    @ParameterizedTest
    @EnumSource(names = {"JETTY", "TOMCAT"})
    void P57_everyCombinationIsAnsweredAsTheRfcSays(Container container) throws Exception {
        TestApp app = new TestApp();
        Container.Running server = container.start(app.filter(), app);
        try {
            PreconditionMatrix.checkAll(server.port());
        } finally {
            server.stop().run();
        }
    }
}
