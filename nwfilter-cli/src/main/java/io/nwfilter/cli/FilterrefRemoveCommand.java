package io.nwfilter.cli;

import io.nwfilter.xml.DomainDocument;
import io.nwfilter.xml.InterfaceSelector;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;

/** Removes the reference to a filter of one interface. */
@Command(
    name = "remove",
    description = {
      "Prints the document of a domain, or of an interface by itself, without the filter of one"
          + " interface; every other byte stays as it is.",
      ""
    },
    footer = {"%nExample:", "  nwfilter filterref remove --mac 52:54:00:9f:80:45 guest.xml"},
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:done", NwfilterCommand.FAILED, "2:bad usage"})
final class FilterrefRemoveCommand extends FilterrefEditCommand {

  @Override
  UnaryOperator<DomainDocument> edit(InterfaceSelector which) {
    return document -> document.withoutFilterReference(which);
  }
}
