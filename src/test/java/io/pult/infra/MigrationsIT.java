package io.pult.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.bus.Failure;
import io.pult.support.TestStores;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsIT {
    private static final long A = 2099_01_01_00_00_00L;
    private static final long B = 2099_01_02_00_00_00L;

    private Vertx vertx;
    private PgSettings settings;
    private Pg pg;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        settings = PgSettings.of(TestStores.database().toString());
        pg = Pg.open(vertx, settings);
    }

    @AfterEach
    void close() {
        Wait.on(pg.close());
        Wait.on(vertx.close());
    }

    @Test
    void a_changed_file_is_refused_by_its_name_and_nothing_else_is_applied() {
        run(with(file(A, "CREATE TABLE a (id int)")));

        Throwable refused =
                Wait.failureOf(start(with(file(A, "CREATE TABLE a (id bigint)"), file(B, "CREATE TABLE b (id int)"))));

        assertThat(refused)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(A + "__thing.sql")
                .hasMessageContaining("write a new migration");
        assertThat(tables()).contains("a").doesNotContain("b");
    }

    @Test
    void a_failing_file_leaves_no_trace_and_those_before_it_stay() {
        Throwable failed = Wait.failureOf(start(
                with(file(A, "CREATE TABLE a (id int)"), file(B, "CREATE TABLE b (id int); SELECT 1 / 0; SELECT 1"))));

        assertThat(failed)
                .hasMessageContaining(B + "__thing.sql failed and was rolled back")
                .hasMessageContaining("division by zero");
        assertThat(tables()).contains("a").doesNotContain("b");
        assertThat(run(with(file(A, "CREATE TABLE a (id int)"), file(B, "CREATE TABLE b (id int)")))
                        .versions())
                .containsExactly(B);
    }

    @Test
    void nodes_that_start_at_once_apply_each_file_once_and_agree_on_the_instance() {
        var slow = with(file(A, "CREATE TABLE a (id int); SELECT pg_sleep(0.2)"), file(B, "CREATE TABLE b (id int)"));
        var starts = new ArrayList<Future<Migrations.Applied>>();
        for (int i = 0; i < 4; i++) {
            starts.add(start(slow));
        }

        var applied = starts.stream().map(Wait::on).toList();

        assertThat(applied.stream().flatMap(each -> each.versions().stream())).doesNotHaveDuplicates();
        assertThat(applied.stream().mapToInt(each -> each.versions().size()).sum())
                .isEqualTo(slow.size());
        assertThat(applied.stream().map(Migrations.Applied::instance))
                .containsOnly(applied.get(0).instance());
    }

    @Test
    void a_node_starts_on_the_schema_of_a_newer_one() {
        run(with(file(B, "CREATE TABLE b (id int)")));

        assertThat(run(MigrationFile.all()).versions()).isEmpty();
    }

    @Test
    void a_file_that_was_merged_late_is_applied_although_a_younger_one_is_there() {
        run(with(file(B, "CREATE TABLE b (id int)")));

        assertThat(run(with(file(A, "CREATE TABLE a (id int)"), file(B, "CREATE TABLE b (id int)")))
                        .versions())
                .containsExactly(A);
    }

    @Test
    void a_second_run_changes_nothing() {
        var first = run(MigrationFile.all());
        var rows = rows();
        var second = run(MigrationFile.all());

        assertThat(first.versions()).isNotEmpty().isSorted();
        assertThat(second.versions()).isEmpty();
        assertThat(rows()).isEqualTo(rows);
        assertThat(second.instance()).isEqualTo(first.instance()).isEqualTo(Wait.on(Migrations.instanceId(pg)));
    }

    @Test
    void two_databases_are_two_instances() {
        var other = PgSettings.of(TestStores.database().toString());

        assertThat(run(MigrationFile.all()).instance())
                .isNotEqualTo(Wait.on(Migrations.run(vertx, other)).instance());
    }

    @Test
    void a_database_has_one_instance_row_and_no_second() {
        run(MigrationFile.all());

        assertThat(Wait.failureOf(pg.query("INSERT INTO instance (id) VALUES (gen_random_uuid())")))
                .satisfies(cause ->
                        assertThat(Pg.violates(cause, "instance_is_one")).isTrue());
    }

    @Test
    void a_database_that_is_away_is_unavailable() throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var away = PgSettings.of("postgresql://pult:x@127.0.0.1:" + port + "/pult");

        assertThat(Wait.failureOf(Migrations.run(vertx, away)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE));
    }

    @Test
    void files_are_found_in_a_jar_that_lists_no_folders(@TempDir Path folder) throws Exception {
        Path jar = folder.resolve("pult 1.jar");
        Path classes = Path.of(MigrationFile.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of("create", "true"))) {
            for (String name : List.of("io/pult/infra/MigrationFile.class", "db/migration/20261121000100__infra.sql")) {
                Files.createDirectories(zip.getPath(name).getParent());
                Files.copy(classes.resolve(name), zip.getPath(name));
            }
        }
        try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            var all = loader.loadClass(MigrationFile.class.getName()).getDeclaredMethod("all");
            all.setAccessible(true);

            assertThat((List<?>) all.invoke(null)).hasSize(1).first().asString().contains("20261121000100");
        }
    }

    @Test
    void a_file_with_a_name_that_would_never_be_applied_stops_the_start(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("2026__short.sql"), "SELECT 1");

        assertThatThrownBy(() -> MigrationFile.in(folder)).hasMessageContaining("2026__short.sql");
    }

    @Test
    void two_files_of_one_version_stop_the_start(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve(A + "__one.sql"), "SELECT 1");
        Files.writeString(folder.resolve(A + "__two.sql"), "SELECT 1");

        assertThatThrownBy(() -> MigrationFile.in(folder)).hasMessageContaining("two migrations have the version " + A);
    }

    private static MigrationFile file(long version, String sql) {
        return new MigrationFile(version, "thing", sql);
    }

    private static List<MigrationFile> with(MigrationFile... more) {
        var files = new ArrayList<>(MigrationFile.all());
        files.addAll(List.of(more));
        return files;
    }

    private Future<Migrations.Applied> start(List<MigrationFile> files) {
        return Migrations.run(vertx, settings, files);
    }

    private Migrations.Applied run(List<MigrationFile> files) {
        return Wait.on(start(files));
    }

    private List<String> tables() {
        return Wait.on(pg.list(
                row -> row.getString("tablename"),
                "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"));
    }

    private List<String> rows() {
        return Wait.on(pg.list(
                row -> row.getLong("version") + " " + row.getOffsetDateTime("applied_at"),
                "SELECT version, applied_at FROM schema_version ORDER BY version"));
    }
}
