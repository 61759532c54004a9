package io.pult;

import io.pult.infra.Migrations;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "migrate",
        description = "Bring the database's schema up to date and stop; a node does the same when it starts.")
final class MigrateCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() {
        Settings settings = options.settings();
        Vertx vertx = Vertx.vertx();
        try {
            var applied = Migrations.run(vertx, settings.postgres()).await();
            System.out.println(
                    applied.versions().isEmpty()
                            ? "the schema is up to date"
                            : "applied " + applied.versions().size() + " migrations: " + applied.versions());
            return 0;
        } finally {
            vertx.close().await();
        }
    }
}
