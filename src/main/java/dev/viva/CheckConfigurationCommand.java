package dev.viva;

import dev.viva.configuration.Finding;
import dev.viva.configuration.LayeredConfigurationFactory;
import dev.viva.configuration.Printout;
import dev.viva.contract.Contract;
import dev.viva.contract.SchemaValidator;
import dev.viva.library.CaseLibrary;
import io.dropwizard.core.Application;
import io.dropwizard.core.cli.CheckCommand;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.setup.Bootstrap;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code viva check config.yml}: prints the values in force, then the findings, then the result. */
final class CheckConfigurationCommand extends CheckCommand<VivaConfiguration> {
    private final PrintStream out;

    CheckConfigurationCommand(Application<VivaConfiguration> application) {
        super(application);
        this.out = System.out;
    }

    @Override
    protected void run(Bootstrap<VivaConfiguration> bootstrap, Namespace arguments, VivaConfiguration config) {
        if (config.resolution != null) {
            Printout.of(config.resolution, VivaConfiguration.class, bootstrap.getObjectMapper())
                    .forEach(out::println);
        }
        var library = CaseLibrary.load(config.content, new SchemaValidator(Contract.load()));
        List<Finding> findings = new ArrayList<>(config.findings());
        findings.addAll(config.encounter.findings(library.scenarios()));
        List<Finding> refused = Production.refusals(config);
        findings.stream()
                .filter(finding -> !refused.contains(finding))
                .forEach(finding -> out.println("WARN  " + finding));
        String file = arguments.getString("file");
        String name = file == null ? LayeredConfigurationFactory.BUILT_IN : file;
        Production.require(config);
        out.println(name + " is valid" + warnings(findings.size()));
        out.flush();
    }

    private static String warnings(int count) {
        return switch (count) {
            case 0 -> ".";
            case 1 -> ", with 1 warning.";
            default -> ", with " + count + " warnings.";
        };
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable thrown) {
        Failures.report(cli, thrown, () -> super.onError(cli, namespace, thrown));
    }
}
