#!/usr/bin/env Rscript
# Draws where integrating a tie pays and where it harms, from a result of `wedge run` over two axes:
#
#     Rscript analysis/r/net_map.R OUT.h5 [TIE] [PICTURE.pdf|.png|.svg]
#
# and prints the numbers as CSV. Needs ncdf4 (on Debian: apt install r-base-core r-cran-ncdf4). docs/r.md says how it reads.

if (!suppressWarnings(requireNamespace("ncdf4", quietly = TRUE))) {
  message("net_map.R: this R has no package ncdf4 (on Debian: apt install r-cran-ncdf4)")
  quit(status = 2)
}

stop_with <- function(...) {
  message("net_map.R: ", ...)
  quit(status = 2)
}

arguments <- commandArgs(trailingOnly = TRUE)
if (!length(arguments) %in% 1:3) stop_with("expected OUT.h5 [TIE] [PICTURE.pdf|.png|.svg]")
is_picture <- grepl("\\.(pdf|png|svg)$", arguments[-1], ignore.case = TRUE)
result <- arguments[1]
wanted <- arguments[-1][!is_picture]
picture <- c(arguments[-1][is_picture], "net_map.pdf")[1]
if (!file.exists(result)) stop_with(result, ": no such file")

file <- tryCatch(ncdf4::nc_open(result), error = function(e) stop_with(result, ": is no result file of `wedge run`"))
if (!"net" %in% names(file$var)) stop_with(result, ": holds no net; `wedge run --balance all` stores it")

# Labels stand beside the numbers of their dimension. R counts dimensions from the fastest: net[tie, axis 2, axis 1].
ties <- as.vector(ncdf4::ncvar_get(file, "tie_label"))
dimensions <- vapply(file$var$net$dim, function(d) d$name, "")
axes <- rev(setdiff(dimensions, "tie"))  # in the order in which they were swept
if (!"tie" %in% dimensions) stop_with(result, ": its net is of no tie")
if (length(axes) != 2) stop_with(result, ": has ", length(axes), " axes; a map needs two (`wedge run --sweep … --sweep …`)")
if (length(wanted) == 0) {  # the tie whose integration is swept, or the last
  keys <- vapply(axes, function(a) as.character(ncdf4::ncatt_get(file, a, "key")$value), "")
  swept <- vapply(ties, function(t) any(grepl(paste0("tie.", t, "."), keys, fixed = TRUE)), TRUE)
  wanted <- c(ties[swept], rev(ties))[1]
}
if (!wanted %in% ties) stop_with(wanted, ": is no tie here; expected one of ", paste(ties, collapse = ", "))

# A matrix over the two axes, of one tie.
read_net <- function(name) {
  values <- ncdf4::ncvar_get(file, name, collapse_degen = FALSE)
  values <- aperm(values, match(c(axes, "tie"), dimensions))
  matrix(values[, , match(wanted, ties)], nrow = dim(values)[1])
}
net <- read_net("net")
error <- read_net("net_se")
x <- as.vector(file$dim[[axes[1]]]$vals)
y <- as.vector(file$dim[[axes[2]]]$vals)
title <- ncdf4::ncatt_get(file, 0, "title")$value
ncdf4::nc_close(file)
net <- net[order(x), order(y), drop = FALSE]
error <- error[order(x), order(y), drop = FALSE]
x <- sort(x)
y <- sort(y)

# What makes a difference that counts: at least 0.0005 of a stake and a hundredth of the largest, and two standard errors from 0.
least <- max(5e-4, 0.01 * max(abs(net), na.rm = TRUE))
counts <- !is.na(net) & abs(net) >= least & (is.na(error) | abs(net) >= 2 * error)

write.csv(setNames(data.frame(rep(x, times = length(y)), rep(y, each = length(x)), as.vector(net), as.vector(error), as.vector(counts)),
                   c(axes, "net", "net_se", "counts")), row.names = FALSE, quote = FALSE)

edges <- function(v) {
  middle <- (head(v, -1) + tail(v, -1)) / 2
  c(2 * v[1] - middle[1], middle, 2 * tail(v, 1) - tail(middle, 1))
}
draw <- function() {
  limit <- max(abs(net), 1e-12, na.rm = TRUE)
  colours <- hcl.colors(101, "RdBu")  # red where it harms, blue where it pays
  layout(matrix(1:2, 1), widths = c(5, 1))
  par(mar = c(5.6, 4.5, 3.5, 0.5))
  image(edges(x), edges(y), net, zlim = c(-limit, limit), col = colours, xlab = axes[1], ylab = axes[2],
        main = paste("Net effect of integrating", wanted))
  mtext(title, cex = 0.8)
  idle <- which(!counts, arr.ind = TRUE)
  if (nrow(idle) > 0) {
    left <- edges(x)[idle[, 1]]; right <- edges(x)[idle[, 1] + 1]
    low <- edges(y)[idle[, 2]]; high <- edges(y)[idle[, 2] + 1]
    rect(left, low, right, high, density = 14, col = "grey45", border = NA)
  }
  if (any(counts & net > 0) && any(counts & net < 0)) 
    contour(x, y, ifelse(net == 0, NA, net), levels = 0, add = TRUE, lwd = 2.5, drawlabels = FALSE)  # without integration it turns nothing
  box()
  mtext(sprintf("Hatched: makes no difference that counts (less than %.2g, or within two standard errors of 0)", least), 1, 4.4, cex = 0.62)
  par(mar = c(5.6, 0.5, 3.5, 3.2))
  image(1, seq(-limit, limit, length.out = 101), t(seq(-limit, limit, length.out = 101)), col = colours, axes = FALSE, xlab = "", ylab = "")
  axis(4, las = 1)
  mtext("Net (stakes)", 3, 0.4, cex = 0.8)
}
switch(tolower(sub(".*\\.", "", picture)),
       pdf = pdf(picture, 7, 5), svg = svg(picture, 7, 5), png = png(picture, 1050, 750, res = 150, type = "cairo"))
draw()
invisible(dev.off())
message("drawn: ", picture)
