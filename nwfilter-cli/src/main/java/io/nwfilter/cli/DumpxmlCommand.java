package io.nwfilter.cli;

import io.nwfilter.core.filter.Filter;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.ParseResult;
import io.nwfilter.xml.XmlSource;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a filter as the daemon does. */
@Command(
    name = "dumpxml",
    description = {
      "Prints a filter as virsh nwfilter-dumpxml does after virsh nwfilter-define.",
      "If the file has no uuid, libvirt generates one; this command prints none.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:printed", NwfilterCommand.FAILED, "2:bad usage"})
final class DumpxmlCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A <filter> document.")
  private Path file;

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  DumpxmlCommand() {}

  @Override
  public Integer call() {
    ParseResult<Filter> filter = LibvirtXml.readFilter(XmlSource.file(file));
    filter.diagnostics().forEach(spec.commandLine().getErr()::println);
    spec.commandLine().getOut().print(LibvirtXml.dump(filter.value()));
    return NwfilterCommand.OK;
  }
}
