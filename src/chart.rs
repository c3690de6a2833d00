//! A bar chart as a PNG picture, in memory, with a font of its own: nothing of the system's is needed.

mod canvas;

use canvas::Canvas;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Width and height of the picture, in pixels.
const SIZE: (u32, u32) = (900, 520);
const INK: RGBColor = RGBColor(30, 41, 59);
const PALE: RGBColor = RGBColor(226, 232, 240);
/// The colours of the parts, from the bottom up; told apart also by those who see few colours.
const COLOURS: [RGBColor; 6] = [
    RGBColor(37, 99, 235),
    RGBColor(125, 190, 255),
    RGBColor(148, 163, 184),
    RGBColor(220, 38, 38),
    RGBColor(245, 158, 11),
    RGBColor(22, 163, 74),
];

/// A bar: its label below the axis, and its parts from the bottom up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// The label, a few letters; where there are many bars only some are shown.
    pub label: String,
    /// How large each part is, in the order of the legend.
    pub parts: Vec<u64>,
}

/// Draws bars one beside the other, each in parts, with a legend. `None` if there is nothing to draw.
#[must_use]
pub fn bars(title: &str, legend: &[&str], bars: &[Bar]) -> Option<Vec<u8>> {
    let highest = bars.iter().map(|bar| bar.parts.iter().sum::<u64>()).max().filter(|highest| *highest > 0)?;
    let mut pixels = canvas::white(SIZE);
    {
        let area = Canvas::new(SIZE, &mut pixels).into_drawing_area();
        area.fill(&WHITE).ok()?;
        let (head, plot) = area.split_vertically(78);
        draw_head(&head, title, legend)?;
        draw_bars(&plot, bars, highest)?;
        area.present().ok()?;
    }
    canvas::png(SIZE, &pixels)
}

type Area<'a> = DrawingArea<Canvas<'a>, plotters::coord::Shift>;

fn draw_head(area: &Area<'_>, title: &str, legend: &[&str]) -> Option<()> {
    let label = ("sans-serif", 20).into_font().color(&INK).pos(Pos::new(HPos::Left, VPos::Center));
    area.draw(&Text::new(title.to_owned(), (20, 22), label.clone())).ok()?;
    let mut left = 20;
    for (name, colour) in legend.iter().zip(COLOURS) {
        area.draw(&Rectangle::new([(left, 48), (left + 16, 64)], colour.filled())).ok()?;
        area.draw(&Text::new((*name).to_owned(), (left + 24, 56), label.clone())).ok()?;
        left += 24 + canvas::width(name) + 24;
    }
    Some(())
}

fn draw_bars(area: &Area<'_>, bars: &[Bar], highest: u64) -> Option<()> {
    let count = u32::try_from(bars.len()).ok()?;
    let top = (highest as f64 * 1.05).max(4.0);
    let mut chart = ChartBuilder::on(area)
        .margin(12)
        .x_label_area_size(36)
        .y_label_area_size(64)
        .build_cartesian_2d(0.0..f64::from(count), 0.0..top)
        .ok()?;
    let number = |value: &f64| format!("{value:.0}");
    let label = |place: &f64| {
        let bar = bars.iter().enumerate().find(|(index, _)| (*index as f64 - place).abs() < 0.01).map(|(_, bar)| bar);
        bar.map(|bar| bar.label.clone()).unwrap_or_default()
    };
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(PALE)
        .axis_style(INK)
        .x_labels(bars.len().max(2))
        .y_labels(5)
        .x_label_offset(i32::try_from(SIZE.0 / count.max(1) / 2).unwrap_or(0))
        .y_label_formatter(&number)
        .x_label_formatter(&label)
        .label_style(("sans-serif", 20).into_font().color(&INK))
        .draw()
        .ok()?;
    for (index, bar) in bars.iter().enumerate() {
        let mut below = 0.0;
        for (part, colour) in bar.parts.iter().zip(COLOURS).filter(|(part, _)| **part > 0) {
            let above = below + *part as f64;
            let corners = [(index as f64 + 0.15, below), (index as f64 + 0.85, above)];
            chart.draw_series(std::iter::once(Rectangle::new(corners, colour.filled()))).ok()?;
            below = above;
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_is_a_small_png_and_nothing_gives_none() {
        let bar = |day: u64| Bar { label: format!("{day}.11."), parts: vec![day * 3 % 17, day % 5, 2, day % 2] };
        let all: Vec<Bar> = (1..=14).map(bar).collect();
        let png = bars("Questions a day", &["answered", "offered", "no passage", "urgent"], &all).unwrap();
        assert!(png.starts_with(b"\x89PNG") && png.len() < 40_000, "{}", png.len());
        assert_eq!(u32::from_be_bytes(png[16..20].try_into().unwrap()), SIZE.0);
        assert_eq!(bars("Nothing", &["x"], &[]), None);
        assert_eq!(bars("Nothing", &["x"], &[Bar { label: String::new(), parts: vec![0] }]), None);
    }
}
