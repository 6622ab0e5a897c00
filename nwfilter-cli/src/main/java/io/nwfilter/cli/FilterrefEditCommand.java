package io.nwfilter.cli;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.FileFailure;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.xml.DomainDocument;
import io.nwfilter.xml.InterfaceSelector;
import io.nwfilter.xml.XmlSource;
import io.nwfilter.xml.diagnostic.DocumentCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Edits one interface in the document of a domain. */
abstract class FilterrefEditCommand extends DocumentCommand {

  @ParentCommand private FilterrefCommand parent;

  @ArgGroup(multiplicity = "1")
  private Choice choice;

  @Option(
      names = "--in-place",
      description = {
        "Replaces the file instead of printing the edited document. The file is replaced as a whole"
            + " or not at all; it is left alone if something else changes it in the meantime.",
        "Owner, group and permissions are kept; hard links, access control lists and extended"
            + " attributes are not."
      })
  private boolean inPlace;

  @Parameters(
      paramLabel = "FILE",
      description =
          "A <domain> document, or an <interface> by itself, whose number is 1; - is standard"
              + " input.")
  private String file;

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  FilterrefEditCommand() {}

  /** The interface, told in one of these ways. */
  private static final class Choice {

    @Option(
        names = "--mac",
        required = true,
        paramLabel = "MAC",
        description = "The interface with this MAC address.")
    private @Nullable String mac;

    @Option(
        names = "--target-dev",
        required = true,
        paramLabel = "DEV",
        description = "The interface with this name on the host (<target dev>).")
    private @Nullable String targetDev;

    @Option(
        names = "--number",
        required = true,
        paramLabel = "N",
        description = "The interface at this position in the document, counted from 1.")
    private int number;
  }

  /** {@return what the argument names} */
  final String file() {
    return file;
  }

  /** {@return what this command changes; bad usage if its options are illegal} */
  abstract UnaryOperator<DomainDocument> edit(InterfaceSelector which);

  @Override
  Output read() {
    UnaryOperator<DomainDocument> edit = edit(selector());
    DocumentSources sources = new DocumentSources(spec(), parent.in());
    if (!inPlace) {
      DomainDocument edited = edit.apply(document(sources.of(file)));
      return () -> {
        parent.out().document(edited.bytes());
        return NwfilterCommand.OK;
      };
    } else if (file.equals(DocumentSources.STANDARD_INPUT)) {
      throw Usage.bad(spec(), "standard input cannot be edited --in-place");
    }
    replace(sources.path(file), edit);
    return Output.NONE;
  }

  private DomainDocument document(XmlSource source) {
    DomainDocument document = DomainDocument.read(source);
    findings().addAll(document.diagnostics());
    return document;
  }

  private void replace(Path path, UnaryOperator<DomainDocument> edit) {
    try {
      FileReplacement replacement = FileReplacement.of(path);
      DomainDocument document = document(XmlSource.file(path));
      DomainDocument edited = edit.apply(document);
      if (edited != document && !hasErrors()) {
        replacement.replace(document.bytes(), edited.bytes());
      }
    } catch (IOException e) {
      findings()
          .add(
              new Diagnostic(
                  DocumentCode.UNWRITABLE,
                  "cannot be edited in place: " + FileFailure.reason(e, file),
                  SourceLocation.of(file)));
    }
  }

  private InterfaceSelector selector() {
    if (choice.mac != null) {
      return legal("--mac", choice.mac, mac -> new InterfaceSelector.ByMac(MacAddress.parse(mac)));
    } else if (choice.targetDev != null) {
      return legal(
          "--target-dev",
          choice.targetDev,
          dev -> new InterfaceSelector.ByTargetDev(new InterfaceName(dev)));
    }
    return legal("--number", choice.number, InterfaceSelector.ByNumber::new);
  }

  /** {@return what a function makes of an option's value; bad usage if it refuses that} */
  <T, R> R legal(String option, T value, Function<T, R> function) {
    return Usage.legal(spec(), option, value, function);
  }
}
